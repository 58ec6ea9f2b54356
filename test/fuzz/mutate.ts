/** Numbers 0 ≤ n < 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Mutation = (text: string, random: () => number) => string;

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

function place(text: string, random: () => number): number {
  return Math.floor(random() * (text.length + 1));
}

function pick<T>(choices: readonly T[], random: () => number): T {
  return choices[Math.floor(random() * choices.length)]!;
}

function onLines(change: (lines: string[], at: number, random: () => number) => void): Mutation {
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
export function mutated(text: string, random: () => number): Buffer {
  let now = text;
  for (let left = Math.floor(random() * 4); left > 0; left--) now = pick(MUTATIONS, random)(now, random);
  const bytes = Buffer.from(now).subarray(0, 16_000);
  if (random() < 0.2 && bytes.length > 0)
    bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
  return bytes;
}
