import { consistsOf, WORD } from './characters.js';

/** Parses a number: Content-Length (RFC 3261 §20.14) and Max-Forwards (§20.22). */
export function parseNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Parses the value of a Call-ID header field (RFC 3261 §20.8). */
export function parseCallId(text: string): string | undefined {
  const at = text.indexOf('@');
  const halves = at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
  return halves.every((half) => half !== '' && consistsOf(half, WORD)) ? text : undefined;
}

const CONTENT_TYPES = new Set(['application/sdp', 'message/sipfrag', 'message/sipfrag;version=2.0']);

/** Parses the value of a Content-Type header field (RFC 3261 §20.15) when it is one that calls and transfers have. */
export function parseContentType(text: string): string | undefined {
  return CONTENT_TYPES.has(text) ? text : undefined;
}
