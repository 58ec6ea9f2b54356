import { URI } from 'sip.js/lib/grammar/uri.js';
import { consistsOf, PASSWORD, TOKEN, URI_PARAMETER, USER } from './characters.js';
import { readHost, readPort } from './host.js';
import { Reader } from './reader.js';

type UriParameters = Record<string, string | undefined>;

const TRANSPORTS = new Set(['udp', 'tcp', 'tls', 'sctp']);
const USERS = new Set(['phone', 'ip']);

/** Parses a text that is a SIP or SIPS URI and nothing else, as the grammar's rule SIP_URI does. */
export function parseSipUri(text: string): URI | undefined {
  const reader = new Reader(text);
  const uri = readSipUri(reader);
  return reader.done ? uri : undefined;
}

/**
 * Reads a SIP or SIPS URI (RFC 3261 §19.1.1).
 * @param kind where what follows a semicolon is of the header field, the URI has none (RFC 3261 §20)
 * @returns `undefined` for those that only the grammar takes: with escapes, a password, headers and rare parameters
 */
export function readSipUri(
  reader: Reader,
  kind: 'with parameters' | 'bare' = 'with parameters',
): URI | undefined {
  const scheme = reader.takeText('sip:') ? 'sip' : reader.takeText('sips:') ? 'sips' : undefined;
  if (scheme === undefined) return undefined;
  const user = readUser(reader);
  if (user === null) return undefined;
  const host = readHost(reader)?.host;
  if (host === undefined) return undefined;
  const port = reader.take(':') ? readPort(reader) : 'none';
  if (port === undefined) return undefined;
  const parameters = kind === 'bare' ? {} : readUriParameters(reader);
  if (parameters === undefined || reader.text[reader.at] === '?') return undefined;
  // Its declaration is stricter than its code.
  return new (URI as unknown as new (...values: unknown[]) => URI)(
    ...[scheme, user, host, port === 'none' ? undefined : port, parameters],
  );
}

/** @returns the user, `undefined` where there is none, `null` where that is for the grammar to say */
function readUser(reader: Reader): string | undefined | null {
  const start = reader.at;
  const user = reader.run(USER);
  if (user !== '' && reader.take('@')) return user;
  // A colon begins a password or a port.
  if (reader.take(':')) reader.run(PASSWORD);
  const next = reader.text[reader.at];
  reader.at = start;
  return next === '@' || next === '%' ? null : undefined;
}

function readUriParameters(reader: Reader): UriParameters | undefined {
  const parameters: UriParameters = {};
  while (reader.take(';')) {
    const name = reader.run(URI_PARAMETER).toLowerCase();
    const value = reader.take('=') ? reader.run(URI_PARAMETER) : undefined;
    if (name === '' || name === '__proto__' || value === '') return undefined;
    if (name.startsWith('lr')) {
      if (name !== 'lr' || (value !== undefined && !consistsOf(value, TOKEN))) return undefined;
      parameters.lr = undefined;
    } else if (value !== undefined && (name === 'transport' || name === 'user')) {
      const known = value.toLowerCase();
      if (!(name === 'user' ? USERS : TRANSPORTS).has(known)) return undefined;
      parameters[name] = known;
    } else if (name === 'method' || name === 'ttl' || name === 'maddr') return undefined;
    else parameters[name] = value;
  }
  return parameters;
}
