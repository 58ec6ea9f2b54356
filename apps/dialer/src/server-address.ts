import { isIP, isIPv6 } from 'node:net';
import type { ServerAddress } from '@marcador/telephony/sip/location/locate.js';

const WITH_PORT = /^(\[[^\]]+\]|[^:[\]]+)(?::(\d{1,5}))?$/;
const HOST_NAME =
  /^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$/;

/** Reads `host`, `host:port`, `[IPv6]:port` and a bare IPv6 address; `undefined`: it is none of them. */
export function serverAddress(text: string): ServerAddress | undefined {
  if (isIPv6(text)) return { host: text };
  const [, named, port] = WITH_PORT.exec(text) ?? [];
  if (named === undefined || Number(port ?? 1) < 1 || Number(port ?? 1) > 65535) return undefined;
  const isBracketed = named.startsWith('[');
  const host = isBracketed ? named.slice(1, -1) : named;
  if (isBracketed ? !isIPv6(host) : isIP(host) === 0 && !HOST_NAME.test(host)) return undefined;
  return port === undefined ? { host } : { host, port: Number(port) };
}
