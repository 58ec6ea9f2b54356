import { isIPv4, isIPv6 } from 'node:net';
import { DIGIT, HOST } from './characters.js';
import type { Reader } from './reader.js';

/** What kind of host it is, in the words of sip.js. */
export type HostType = 'domain' | 'IPv4' | 'IPv6';

export interface Host {
  readonly host: string;
  readonly type: HostType;
}

const DOMAIN = /^(?:[A-Za-z0-9-]+\.)*[A-Za-z][A-Za-z0-9-]*$/;

/** Reads a host name, an IPv4 address or an IPv6 reference (RFC 3261 §25.1). */
export function readHost(reader: Reader): Host | undefined {
  if (reader.text[reader.at] === '[') return readIpv6Reference(reader);
  const host = reader.run(HOST);
  if (DOMAIN.test(host)) return { host, type: 'domain' };
  return isIPv4(host) ? { host, type: 'IPv4' } : undefined;
}

/** Reads the digits of a port. */
export function readPort(reader: Reader): number | undefined {
  const digits = reader.run(DIGIT);
  return digits.length === 0 || digits.length > 5 ? undefined : Number(digits);
}

function readIpv6Reference(reader: Reader): Host | undefined {
  const end = reader.text.indexOf(']', reader.at);
  if (end === -1 || end - reader.at > 40) return undefined;
  const address = reader.text.slice(reader.at + 1, end);
  // The grammar of sip.js takes no bare `::`, and what ends like an IPv4 address in some places only.
  if (address === '::' || !/^[0-9a-f:]+$/i.test(address) || !isIPv6(address)) return undefined;
  const host = reader.text.slice(reader.at, end + 1);
  reader.at = end + 1;
  return { host, type: 'IPv6' };
}
