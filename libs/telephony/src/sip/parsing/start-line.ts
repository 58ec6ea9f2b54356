import type { URI } from 'sip.js/lib/grammar/uri.js';
import { consistsOf, PHRASE } from './characters.js';
import { isKnownMethod } from './cseq.js';
import { parseSipUri } from './sip-uri.js';

/** A first line in the shape that sip.js gives it, but for what it does not use. */
export type StartLine =
  | { readonly method: string; readonly uri: URI; readonly sip_version: string }
  | { readonly status_code: number; readonly reason_phrase: string; readonly sip_version: string };

const VERSION = 'SIP/2.0';

/** Parses the first line of a request to a SIP URI, or of a response (RFC 3261 §7.1, §7.2). */
export function parseStartLine(line: string): StartLine | undefined {
  return line.startsWith(`${VERSION} `) ? parseStatusLine(line) : parseRequestLine(line);
}

function parseStatusLine(line: string): StartLine | undefined {
  const code = line.slice(8, 11);
  const phrase = line.slice(12);
  if (!/^[1-6]\d\d$/.test(code) || line[11] !== ' ' || !consistsOf(phrase, PHRASE)) return undefined;
  return { sip_version: VERSION, status_code: Number(code), reason_phrase: phrase };
}

function parseRequestLine(line: string): StartLine | undefined {
  const methodEnd = line.indexOf(' ');
  const method = line.slice(0, methodEnd);
  if (methodEnd === -1 || !isKnownMethod(method) || !line.endsWith(` ${VERSION}`)) return undefined;
  const uri = parseSipUri(line.slice(methodEnd + 1, -VERSION.length - 1));
  return uri && { method, uri, sip_version: VERSION };
}
