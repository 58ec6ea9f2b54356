/** What the transport needs to know of a message without parsing it: a few microseconds instead of the grammar's. */
export type MessageHead = RequestHead | ResponseHead;

interface CommonHead {
  readonly callId: string;
  /** The sequence method: a CANCEL's response says CANCEL. */
  readonly cseqMethod: string;
  /** The top Via header field's value, which may hold several Vias. */
  readonly via: string;
  /** Where that value begins and ends in the text. */
  readonly viaStart: number;
  readonly viaEnd: number;
  readonly fromTag: string | undefined;
  /** The tag of the To header field, which may be empty: the request is inside a dialog. */
  readonly toTag: string | undefined;
}

export interface RequestHead extends CommonHead {
  readonly kind: 'request';
  readonly method: string;
  readonly requestUri: string;
  /** The first Route header field's value. */
  readonly route: string | undefined;
}

export interface ResponseHead extends CommonHead {
  readonly kind: 'response';
  readonly statusCode: number;
}

const START_LINE = /^(?:SIP\/2\.0 +(\d{3})(?: |$)|([A-Za-z0-9.!%*_+`'~-]+) +(\S+) +SIP\/2\.0 *$)/;
const COMPACT: Readonly<Record<string, string>> = { v: 'via', i: 'call-id', f: 'from', t: 'to' };

/** Reads the start line and the header fields that routing needs; `undefined` when one of them is missing. */
export function readHead(text: string): MessageHead | undefined {
  const firstEnd = text.indexOf('\r\n');
  const start = firstEnd === -1 ? null : START_LINE.exec(text.slice(0, firstEnd));
  if (start === null) return undefined;
  const fields = readFields(text, firstEnd + 2);
  const { callId, cseqMethod, via } = fields;
  if (callId === undefined || cseqMethod === undefined || via === undefined) return undefined;
  const common = { callId, cseqMethod, ...via, fromTag: fields.fromTag, toTag: fields.toTag };
  const [, statusCode, method, requestUri] = start;
  if (statusCode !== undefined) return { kind: 'response', statusCode: Number(statusCode), ...common };
  if (method === undefined || requestUri === undefined) return undefined;
  return { kind: 'request', method, requestUri, route: fields.route, ...common };
}

interface Fields {
  callId?: string;
  cseqMethod?: string;
  via?: { via: string; viaStart: number; viaEnd: number };
  route?: string;
  fromTag?: string | undefined;
  toTag?: string | undefined;
}

function readFields(text: string, from: number): Fields {
  const fields: Fields = {};
  for (let start = from; start < text.length;) {
    const end = endOfField(text, start);
    if (end === start) break;
    const line = text.slice(start, end);
    const colon = line.indexOf(':');
    if (colon !== -1) {
      const name = line.slice(0, colon).trim().toLowerCase();
      take(fields, COMPACT[name] ?? name, text, start + colon + 1, end);
    }
    start = end + 2;
  }
  return fields;
}

/** The index of the CRLF that ends the field which begins at `start`; folded lines belong to it. */
function endOfField(text: string, start: number): number {
  let end = text.indexOf('\r\n', start);
  while (end !== -1 && end !== start && (text[end + 2] === ' ' || text[end + 2] === '\t')) {
    end = text.indexOf('\r\n', end + 2);
  }
  return end === -1 ? text.length : end;
}

function take(fields: Fields, name: string, text: string, start: number, end: number): void {
  switch (name) {
    case 'via':
      fields.via ??= { via: text.slice(start, end).trim(), viaStart: start, viaEnd: end };
      break;
    case 'call-id':
      fields.callId ??= text.slice(start, end).trim();
      break;
    case 'cseq': {
      const method = /^\s*\d+\s+(\S+)\s*$/.exec(text.slice(start, end))?.[1];
      if (method !== undefined) fields.cseqMethod ??= method;
      break;
    }
    case 'route':
      fields.route ??= text.slice(start, end).trim();
      break;
    case 'from':
      fields.fromTag = tagIn(text.slice(start, end));
      break;
    case 'to':
      fields.toTag = tagIn(text.slice(start, end));
      break;
  }
}

/** The last one: what comes before it may be part of the name or the URI. */
function tagIn(value: string): string | undefined {
  return [...value.matchAll(/;\s*tag\s*=\s*([^\s;,>"]*)/gi)].at(-1)?.[1];
}
