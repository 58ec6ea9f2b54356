import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { recordedMessages } from '../../../../../test/support/sip/recorded-messages.js';
import { decodeGrammarOnce } from '../decoded-grammar.js';
import { FAST_RULES } from './fast-grammar.js';

decodeGrammarOnce();

const RULES: Readonly<Record<string, string>> = {
  v: 'Via',
  f: 'From',
  t: 'To',
  i: 'Call_ID',
  m: 'Contact',
  l: 'Content_Length',
  c: 'Content_Type',
  cseq: 'CSeq',
};

const INPUTS = recordedMessages().flatMap(({ text }) => {
  const [first = '', ...fields] = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n');
  const uris = text.match(/sips?:[^\s<>,]+/g) ?? [];
  return [
    ['Request_Response', first] as const,
    ...uris.map((uri) => ['SIP_URI', uri] as const),
    ...fields.map((field) => {
      const [name = '', value = ''] = field.split(/:(.*)/);
      const rule = RULES[name.toLowerCase()] ?? name.replaceAll('-', '_');
      return [rule, value.trim()] as const;
    }),
  ].filter(([rule]) => FAST_RULES.has(rule));
});

/** What sip.js takes of what the grammar gives: the rest is left over from rules that were tried before. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  Request_Response: ['method', 'uri', 'status_code', 'reason_phrase'],
  Event: ['event', 'params'],
};

function kept(rule: string, value: unknown): unknown {
  const names = KEPT[rule];
  if (names === undefined || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(names.map((name) => [name, (value as Record<string, unknown>)[name]]));
}

function expectAsTheGrammar(rule: string, input: string): boolean {
  const fast = FAST_RULES.get(rule)?.(input);
  if (fast === undefined) return false;
  const grammar = Grammar.parse(input, rule) as unknown;
  if (!isDeepStrictEqual(kept(rule, fast), kept(rule, grammar))) {
    expect({ rule, input, parsed: fast }).toEqual({ rule, input, parsed: grammar });
    throw new Error(`${rule}: ${input}: equal but for what is undefined`);
  }
  return true;
}

const ALPHABET = [
  ...[
    '',
    ' ',
    '\t',
    '\r\n ',
    ';',
    ',',
    '=',
    ':',
    '@',
    '<',
    '>',
    '"',
    '\\',
    '%',
    '%41',
    '?',
    '*',
    '[',
    ']',
    '/',
    '.',
    '_',
  ],
  ...[
    '0',
    '1',
    '255',
    '256',
    '65536',
    '-',
    'a',
    'Z',
    'é',
    '\u{1F600}',
    '\0',
    '\x7f',
    '~',
    '`',
    '(',
    '|',
    '&',
    '$',
    '+',
  ],
  ...[
    'lr',
    'lrx',
    ';lr',
    ';tag=1',
    ';tag="1"',
    ';tag',
    ';transport=udpx',
    ';transport=TCP',
    ';user=ip',
    ';user=ipx',
  ],
  ...[
    ';method=BYE',
    ';ttl=1',
    ';maddr=a.b',
    ';__proto__=1',
    ';constructor=1',
    ';expires=060',
    ';expires=6x',
    ';q=1.0',
  ],
  ...[
    ';q=0.70',
    ';q=0',
    ';received=1.2.3.4',
    ';received=a.b',
    ';received=::1',
    ';rport',
    ';rport=',
    ';rport=x',
    ';branch=a',
  ],
  ...[
    'sip:',
    'sips:',
    'SIP:',
    'tel:1',
    'a.b',
    '1.2.3.4',
    '01.2.3.4',
    '[::1]',
    '[::]',
    '[::ffff:1.2.3.4]',
    '"x" ',
    'a b ',
  ],
  ...[
    'Digest ',
    'stale=true',
    'stale=truex',
    'algorithm=MD5-sess',
    'qop=auth',
    'qop="auth"',
    'INVITE',
    'INVITEX',
    ' SIP/2.0',
  ],
  ...[
    'SIP/2.0/UDP ',
    'UDPX',
    'retry_after=1',
    'reason=x',
    'reason=rejectedx',
    'active',
    'pendingx',
    '000',
    '99999999999',
  ],
];

/** A value with some parts of it taken out, doubled, or replaced by others. */
const changed = fc
  .tuple(
    fc.constantFrom(...INPUTS),
    fc.array(fc.tuple(fc.nat(200), fc.nat(3), fc.constantFrom(...ALPHABET)), { maxLength: 2 }),
    fc.option(fc.constantFrom(...FAST_RULES.keys()), { freq: 20 }),
  )
  .map(([[rule, value], changes, otherRule]) => {
    const text = changes.reduce((now, [at, taken, put]) => {
      const place = at % (now.length + 1);
      return now.slice(0, place) + put + now.slice(place + taken);
    }, value);
    return [otherRule ?? rule, text] as const;
  });

describe('what is read by hand', () => {
  it('of recorded messages is all that was meant to be', () => {
    const left = INPUTS.filter(([rule, input]) => !expectAsTheGrammar(rule, input));
    expect(left).toEqual([]);
  });

  it('is what the grammar reads, wherever it is certain', () => {
    let certain = 0;
    fc.assert(
      fc.property(changed, ([rule, input]) => {
        if (expectAsTheGrammar(rule, input)) certain++;
      }),
      { seed: Number(process.env.FUZZ_SEED ?? 1), numRuns: Number(process.env.FUZZ_RUNS ?? 5000) },
    );
    expect(certain).toBeGreaterThan(200);
  });
});
