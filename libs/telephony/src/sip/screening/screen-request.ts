import { METHODS } from '../methods.js';
import { headerFields, type HeaderFields } from './header-fields.js';
import * as refusal from './refusal.js';
import type { Refusal } from './refusal.js';

const SERVED: ReadonlySet<string> = new Set(METHODS);
/** Methods of other kinds of user agents (RFC 3261, 3428, 3903, 6665). */
const KNOWN: ReadonlySet<string> = new Set(['REGISTER', 'MESSAGE', 'PUBLISH', 'SUBSCRIBE']);
const LARGEST_CSEQ = 2 ** 31 - 1;
const ONCE = ['from', 'to', 'call-id', 'cseq'];
const ONCE_AT_MOST = ['content-length', 'content-type', 'max-forwards'];

/** Whether a text is meant as a request, however broken. */
export function looksLikeRequest(text: string): boolean {
  const line = text.slice(0, Math.max(0, text.indexOf('\r\n')));
  return /^[^\s/]\S* .*SIP\/\d+\.\d+\s*$/i.test(line) && !/^SIP\//i.test(line);
}

/**
 * Looks at a request before anything of it is parsed, in the order of RFC 3261 §8.2.
 * @returns what it is answered with; `undefined`: it may be dealt with
 */
export function screenRequest(text: string): Refusal | undefined {
  const [, method, uri, version] = /^(\S+) (\S+) SIP\/(\d+\.\d+)\r\n/i.exec(text) ?? [];
  if (method === undefined || uri === undefined) return refusal.badRequest('Bad Request Line');
  if (version !== '2.0') return refusal.VERSION_NOT_SUPPORTED;
  const fields = headerFields(text);
  return (
    malformed(method, fields, text) ??
    methodRefusal(method) ??
    schemeRefusal(uri) ??
    (method === 'INVITE' || method === 'UPDATE' ? contentRefusal(fields) : undefined)
  );
}

function malformed(method: string, fields: HeaderFields, text: string): Refusal | undefined {
  for (const name of ONCE) {
    const count = fields.get(name)?.length ?? 0;
    if (count !== 1) return refusal.badRequest(`${count === 0 ? 'Missing' : 'Several'} ${name} Fields`);
  }
  const several = ONCE_AT_MOST.find((name) => (fields.get(name)?.length ?? 0) > 1);
  if (several !== undefined) return refusal.badRequest(`Several ${several} Fields`);
  const [, number, cseqMethod] = /^(\d+)\s+(\S+)$/.exec(fields.get('cseq')?.[0] ?? '') ?? [];
  if (number === undefined || Number(number) > LARGEST_CSEQ) return refusal.badRequest('Bad CSeq');
  if (cseqMethod !== method && SERVED.has(method)) return refusal.badRequest('CSeq Names Another Method');
  if (!isNumberUpTo(fields.get('max-forwards')?.[0], 255)) return refusal.badRequest('Bad Max-Forwards');
  const bodyStart = text.indexOf('\r\n\r\n');
  if (bodyStart === -1) return refusal.badRequest('No End of Header Fields');
  const longest = Buffer.byteLength(text.slice(bodyStart + 4));
  if (!isNumberUpTo(fields.get('content-length')?.[0], longest))
    return refusal.badRequest('Bad Content-Length');
  return undefined;
}

function isNumberUpTo(text: string | undefined, most: number): boolean {
  return text === undefined || (/^\d+$/.test(text) && Number(text) <= most);
}

function methodRefusal(method: string): Refusal | undefined {
  if (SERVED.has(method)) return undefined;
  return KNOWN.has(method) ? refusal.METHOD_NOT_ALLOWED : refusal.NOT_IMPLEMENTED;
}

function schemeRefusal(uri: string): Refusal | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return refusal.badRequest('Bad Request-URI');
  return scheme === 'sip' || scheme === 'sips' ? undefined : refusal.UNSUPPORTED_SCHEME;
}

/** Of a request that describes a session (RFC 3261 §8.2.3, §20.1). */
function contentRefusal(fields: HeaderFields): Refusal | undefined {
  const types = mediaTypes(fields.get('content-type') ?? []);
  const encodings = mediaTypes(fields.get('content-encoding') ?? []);
  const accepted = fields.get('accept');
  if (types.some((type) => type !== 'application/sdp' && !type.startsWith('multipart/')))
    return refusal.UNSUPPORTED_TYPE;
  if (encodings.some((encoding) => encoding !== 'identity')) return refusal.UNSUPPORTED_TYPE;
  const fit = ['application/sdp', 'application/*', '*/*'];
  return accepted === undefined || mediaTypes(accepted).some((type) => fit.includes(type))
    ? undefined
    : refusal.NOT_ACCEPTABLE;
}

function mediaTypes(values: readonly string[]): string[] {
  return values.flatMap((value) =>
    value.split(',').map((each) => each.split(';', 1)[0]!.trim().toLowerCase()),
  );
}
