import { below, pick, type Random } from './random.js';

type Mutation = (text: string, random: Random) => string;

const SNIPPETS = [
  ...[
    '',
    ' ',
    '\t',
    '\r\n',
    '\r\n ',
    '\n',
    '\r',
    '\0',
    '"',
    '\\"',
    '""',
    '<',
    '>',
    ';',
    ',',
    '=',
    ':',
    '@',
    '%',
    '%00',
  ],
  ...[
    '%zz',
    '[',
    ']',
    '[::',
    '?',
    '*',
    '-1',
    '0',
    '4294967296',
    '99999999999999999999',
    'é',
    '\ufffd',
    '\u{1F600}',
  ],
  ...[
    'sip:',
    'tel:',
    'SIP/2.0',
    ';lr',
    ';tag=',
    ';branch=z9hG4bK',
    ';rport',
    ';received=',
    ';__proto__=1',
    ';expires=x',
  ],
];
const LINES = [
  'Require: 100rel, timer, foo',
  'Content-Encoding: gzip',
  'Content-Length: 99999',
  'Session-Expires: 90;refresher=uas',
  'Replaces: a;from-tag=b;to-tag=c',
  'RSeq: 1',
  'RAck: 1 1 INVITE',
  'Event: refer',
  'Subscription-State: terminated;reason=noresource',
  'Reason: Q.850;cause="16',
  'Retry-After: 1',
  'Record-Route: <sip:127.0.0.1:9;lr>',
  'Contact: *',
  ' folded',
  'no colon',
];

function place(text: string, random: Random): number {
  return below(text.length + 1, random);
}

function onLines(change: (lines: string[], at: number, random: Random) => void): Mutation {
  return (text, random) => {
    const lines = text.split('\r\n');
    change(lines, Math.floor(random() * lines.length), random);
    return lines.join('\r\n');
  };
}

const MUTATIONS: readonly Mutation[] = [
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + pick(SNIPPETS, random) + text.slice(at + Math.floor(random() * 4));
  },
  (text, random) => text.slice(0, place(text, random)),
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + pick(SNIPPETS, random).repeat(Math.floor(random() * 1000)) + text.slice(at);
  },
  (text, random) => text.replace(/\d+/, () => String(Math.floor(random() * 2 ** 33))),
  (text, random) => (random() < 0.5 ? text.replaceAll('\r\n', '\n') : text.replace('\r\n', '\n')),
  (text, random) => text.replace(/Content-Length: *\d+/, `Content-Length: ${Math.floor(random() * 2000)}`),
  onLines((lines, at) => lines.splice(at, 1)),
  onLines((lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  onLines((lines, at, random) =>
    lines.splice(at, 0, ...lines.splice(Math.floor(random() * lines.length), 1)),
  ),
  onLines((lines, at, random) => lines.splice(at, 0, pick(LINES, random))),
];

/** A message with some things wrong with it: the same ones for the same numbers. */
export function mutated(text: string, random: Random): Buffer {
  const bytes = Buffer.from(mangled(text, below(4, random), random)).subarray(0, 16_000);
  if (random() < 0.2 && bytes.length > 0) bytes[below(bytes.length, random)]! ^= 1 << below(8, random);
  return bytes;
}

/** The value of a header field with some things wrong with it; it stays one line. */
export function mangledValue(value: string, random: Random): string {
  return mangled(value, 1 + below(2, random), random)
    .replace(/[\r\n]+/g, ' ')
    .slice(0, 2000);
}

/** A text with so many things wrong with it. */
export function mangled(text: string, times: number, random: Random): string {
  let now = text;
  for (let left = times; left > 0; left--) now = pick(MUTATIONS, random)(now, random);
  return now;
}
