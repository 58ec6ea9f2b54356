import fc from 'fast-check';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import { Parser } from 'sip.js/lib/core/messages/parser.js';
import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { recordedMessages } from '../../../../../test/support/sip/recorded-messages.js';
import { decodeGrammarOnce } from '../decoded-grammar.js';
import { readFastFirst } from './fast-grammar.js';
import { readMessage, type SipMessage } from './message.js';

decodeGrammarOnce();
const grammar = Grammar.parse;
readFastFirst();
const fast = Grammar.parse;

const factory = new LoggerFactory();
factory.builtinEnabled = false;
const logger = factory.getLogger('test');

function parseAsSipJs(text: string): SipMessage | undefined {
  const mutable = Grammar as { parse: typeof Grammar.parse };
  mutable.parse = (input, rule) => (/_Authenticate$/i.test(rule) ? {} : (grammar(input, rule) as unknown));
  try {
    return Parser.parseMessage(text, logger);
  } catch {
    // It throws for a response whose CSeq is broken.
    return undefined;
  } finally {
    mutable.parse = fast;
  }
}

/** Challenges are not read by sip.js, which takes one of them, and only with MD5. */
function withoutChallenges(message: SipMessage | undefined): SipMessage | undefined {
  delete message?.headers['WWW-Authenticate'];
  delete message?.headers['Proxy-Authenticate'];
  return message;
}

const RECORDED = recordedMessages();

const changed = fc
  .tuple(
    fc.constantFrom(...RECORDED),
    fc.array(
      fc.tuple(
        fc.nat(1000),
        fc.nat(4),
        fc.constantFrom(
          '',
          '\r\n',
          '\r',
          '\n',
          ' ',
          '\t',
          ':',
          '\r\n ',
          'X: y\r\n',
          'v: ',
          'Via:',
          '\u00a0',
          '"',
          '0',
          ';',
        ),
      ),
      { maxLength: 4 },
    ),
    fc.boolean(),
  )
  .map(([{ text }, changes, fold]) => {
    const damaged = changes.reduce((now, [at, taken, put]) => {
      const place = at % (now.length + 1);
      return now.slice(0, place) + put + now.slice(place + taken);
    }, text);
    return fold ? damaged.replace(/: (?=.)/g, ':\r\n ') : damaged;
  });

describe('a message', () => {
  it.each(RECORDED.map(({ name, text }) => [name, text]))('%s is what sip.js makes of it', (_name, text) => {
    expect(withoutChallenges(readMessage(text, logger))).toStrictEqual(withoutChallenges(parseAsSipJs(text)));
  });

  it('that is damaged anywhere is what sip.js makes of it, unless a line of it has no colon', () => {
    let read = 0;
    fc.assert(
      fc.property(changed, (text) => {
        const message = readMessage(text, logger);
        const sipJs = parseAsSipJs(text);
        const [, head = ''] = /^.*?\r\n([^]*?)(?:\r\n\r\n|$)/.exec(text) ?? [];
        if (message === undefined && head.split(/\r\n(?!\s)/).some((line) => !line.includes(':'))) return;
        if (message !== undefined) read++;
        // Its bodies are as many characters long as Content-Length says.
        if (message !== undefined && sipJs !== undefined && /[^\0-\x7f]/.test(text))
          sipJs.body = message.body;
        expect(withoutChallenges(message)).toStrictEqual(withoutChallenges(sipJs));
      }),
      { seed: Number(process.env.FUZZ_SEED ?? 1), numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('has as much of a body as Content-Length says, in bytes', () => {
    const text = RECORDED[0]?.text.replace(/Content-Length: 0\r\n\r\n/, 'Content-Length: 4\r\n\r\näöü') ?? '';
    expect(readMessage(text, logger)?.body).toBe('äö');
  });

  it.each([
    ['no line end', 'OPTIONS sip:a SIP/2.0'],
    ['a first line of something else', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['no end', 'OPTIONS sip:a@b SIP/2.0\r\nCall-ID: 1\r\n'],
    ['a line without a colon', 'OPTIONS sip:a@b SIP/2.0\r\nCall-ID\r\n\r\n'],
    ['a broken CSeq', 'SIP/2.0 200 OK\r\nCSeq: 1 "OPTIONS\r\n\r\n'],
  ])('with %s is none', (_what, text) => {
    expect(readMessage(text, logger)).toBeUndefined();
  });
});
