/** The name of a header in lower case and in its long form, and its value as it came. */
export type Header = readonly [name: string, value: string];

interface Message {
  readonly headers: readonly Header[];
  readonly body: string;
}

export interface SipRequest extends Message {
  readonly method: string;
  readonly uri: string;
}

export interface SipResponse extends Message {
  readonly status: number;
  readonly phrase: string;
}

const LONG_NAMES: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
  c: 'content-type',
  e: 'content-encoding',
  k: 'supported',
  s: 'subject',
  r: 'refer-to',
  b: 'referred-by',
  o: 'event',
  u: 'allow-events',
};

/** Reads one datagram (RFC 3261 §7). `undefined` when it is not a SIP message that can be answered. */
export function parseMessage(text: string): SipRequest | SipResponse | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [start = '', ...lines] = text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers: Header[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) return undefined;
    const name = line.slice(0, colon).trim().toLowerCase();
    headers.push([LONG_NAMES[name] ?? name, line.slice(colon + 1).trim()]);
  }
  if (!MANDATORY.every((name) => headers.some(([present]) => present === name))) return undefined;
  const body = text.slice(end + 4);
  if (start.startsWith('SIP/2.0 ')) {
    const status = Number(start.slice(8, 11));
    return Number.isInteger(status) ? { status, phrase: start.slice(12), headers, body } : undefined;
  }
  const [method, uri, version] = start.split(' ');
  return method && uri && version === 'SIP/2.0' ? { method, uri, headers, body } : undefined;
}

const MANDATORY = ['via', 'from', 'to', 'call-id', 'cseq'] as const;

/** The first header of that name (lower case, long form), or an empty string. */
export function header(message: Message, name: string): string {
  for (const [present, value] of message.headers) if (present === name) return value;
  return '';
}

/** All headers of that name (lower case, long form), in order. */
export function headers(message: Message, name: string): string[] {
  return message.headers.filter(([present]) => present === name).map(([, value]) => value);
}

/** The sequence number and the method of the CSeq header. */
export function cseq(message: Message): { readonly number: number; readonly method: string } {
  const [number = '', method = ''] = header(message, 'cseq').split(/\s+/);
  return { number: Number(number), method };
}

/** A parameter of a header value such as Via, From or Contact; an empty string when it has no value. */
export function parameter(value: string, name: string): string | undefined {
  // Parameters of a URI in angle brackets are not the header's.
  const rest = value.includes('>') ? value.slice(value.lastIndexOf('>') + 1) : value;
  for (const part of rest.split(';').slice(1)) {
    const [key = '', ...given] = part.split('=');
    if (key.trim().toLowerCase() === name)
      return given
        .join('=')
        .trim()
        .replace(/^"(.*)"$/, '$1');
  }
  return undefined;
}

/** Writes a message with its Content-Length. */
export function formatMessage(startLine: string, headerLines: readonly Header[], body = ''): string {
  let text = `${startLine}\r\n`;
  for (const [name, value] of headerLines) text += `${name}: ${value}\r\n`;
  return `${text}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
