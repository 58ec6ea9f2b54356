import type { ServerAddress } from './location/locate.js';
import { DEFAULT_PORTS, type HostPort, type SipTransport } from './transport/hop.js';

const VIA_TRANSPORT = /^(\s*SIP\s*\/\s*2\.0\s*\/\s*)([^\s/]+)/i;

const RPORT = /;\s*rport\s*(?:=[^;]*)?(?=;|$)/i;
const RECEIVED = /;\s*received\s*=[^;]*/gi;

/** The branch of a Via: what names its transaction (RFC 3261 §17.1.3). */
export function branchOf(via: string): string | undefined {
  return parameter(firstVia(via), 'branch');
}

/** What a Via says the message was sent over, lower case: `udp`, `tcp`, `tls` … (RFC 3261 §20.42). */
export function viaTransport(via: string): string | undefined {
  return VIA_TRANSPORT.exec(via)?.[2]?.toLowerCase();
}

/** The same Via for a message that is sent over another transport than was planned. */
export function withTransport(via: string, transport: string): string {
  return via.replace(VIA_TRANSPORT, (_, protocol: string) => protocol + transport.toUpperCase());
}

/**
 * Where a response goes that carries this Via (RFC 3261 §18.2.2, RFC 3581 §4).
 * @param isLost whether it came over a connection that is no more: a new one goes to where the peer listens
 */
export function responseTarget(via: string, isLost = false): HostPort | undefined {
  const first = firstVia(via);
  const sentBy = sentByOf(first);
  if (sentBy === undefined) return undefined;
  const rport = isLost ? 0 : Number(parameter(first, 'rport'));
  const preset = viaTransport(first) === 'tls' ? DEFAULT_PORTS.tls : DEFAULT_PORTS.udp;
  return {
    host: bare(parameter(first, 'received') ?? sentBy.host),
    port: Number.isInteger(rport) && rport > 0 ? rport : (sentBy.port ?? preset),
  };
}

/**
 * Adds `received` and fills `rport` with the address a request came from (RFC 3261 §18.2.1, RFC 3581 §4), and moves
 * further Vias of the same field to one of their own: the grammar of sip.js reads the last of them as the top one.
 * @returns the value of the field, or of several fields
 */
export function withSource(via: string, source: HostPort): string {
  const first = firstVia(via);
  const rest = via.slice(first.length).replace(/^\s*,\s*/, '');
  const asked = RPORT.test(first);
  // What it says of its source itself is not ours, and the response would follow it.
  const filled = first.trim().replace(RECEIVED, '').replace(RPORT, `;rport=${source.port}`);
  const sentBy = sentByOf(first);
  const received = asked || sentBy?.host !== source.host ? `;received=${source.host}` : '';
  return filled + received + (rest === '' ? '' : `\r\nVia: ${rest}`);
}

/**
 * What a SIP or SIPS URI says of where it points to (RFC 3261 §19.1.1), also inside angle brackets with a display name
 * before.
 */
export function uriAddress(uri: string): ServerAddress | undefined {
  const scheme = /sips?:/i.exec(uri);
  if (scheme === null) return undefined;
  const rest = uri.slice(scheme.index + scheme[0].length);
  const userEnd = rest.search(/[@>]/);
  const hostPort = rest[userEnd] === '@' ? rest.slice(userEnd + 1) : rest;
  const match = /^(\[[^\]]+\]|[^:;?>,\s]+)(?::(\d{1,5}))?([^?>,\s]*)/.exec(hostPort);
  if (match?.[1] === undefined) return undefined;
  const [, host, port, parameters = ''] = match;
  const named = /;transport=(udp|tcp|tls)(?:;|$)/i.exec(parameters)?.[1]?.toLowerCase() as
    SipTransport | undefined;
  const transport = scheme[0].length === 'sips:'.length ? 'tls' : named;
  return {
    host: bare(host),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(transport === undefined ? {} : { transport }),
  };
}

/** The user part of a SIP or SIPS URI. */
export function uriUser(uri: string): string | undefined {
  return /^sips?:([^@;?>:]+)(?::[^@]*)?@/i.exec(uri)?.[1];
}

/** Where the sender of a request says that it listens; IPv6 without brackets. */
export function sentByOf(via: string): { readonly host: string; readonly port?: number } | undefined {
  const match = /^\s*SIP\s*\/\s*2\.0\s*\/\s*\S+\s+(\[[^\]]+\]|[^\s:;,]+)\s*(?::\s*(\d{1,5}))?/i.exec(via);
  if (match?.[1] === undefined) return undefined;
  return { host: bare(match[1]), ...(match[2] === undefined ? {} : { port: Number(match[2]) }) };
}

function firstVia(via: string): string {
  let quoted = false;
  for (let i = 0; i < via.length; i++) {
    if (via[i] === '"') quoted = !quoted;
    else if (via[i] === ',' && !quoted) return via.slice(0, i);
  }
  return via;
}

function parameter(via: string, name: string): string | undefined {
  for (const part of via.split(';').slice(1)) {
    const [key, value] = part.split('=', 2);
    if (key?.trim().toLowerCase() === name) return value?.trim();
  }
  return undefined;
}

function bare(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}
