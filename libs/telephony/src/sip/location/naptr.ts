import type { SipTransport } from '../transport/hop.js';
import type { Naptr } from './dns.js';

const SERVICES: Readonly<Record<string, SipTransport>> = {
  'SIP+D2U': 'udp',
  'SIP+D2T': 'tcp',
  'SIPS+D2T': 'tls',
};

/** Where the SRV records of a transport are. */
export interface ServiceName {
  readonly transport: SipTransport;
  readonly name: string;
}

/** The SRV name that every domain has by convention (RFC 3263 §4.1). */
export function conventionalName(domain: string, transport: SipTransport): ServiceName {
  const service = { udp: '_sip._udp', tcp: '_sip._tcp', tls: '_sips._tcp' }[transport];
  return { transport, name: `${service}.${domain}` };
}

/** The transports a domain offers, best first (RFC 3263 §4.1); those are left out that we do not speak. */
export function offeredServices(
  records: readonly Naptr[],
  spoken: readonly SipTransport[],
): readonly ServiceName[] {
  return [...records]
    .sort((a, b) => a.order - b.order || a.preference - b.preference)
    .flatMap(({ flags, service, replacement }) => {
      const transport = SERVICES[service.toUpperCase()];
      const isUsable = transport !== undefined && spoken.includes(transport) && flags.toLowerCase() === 's';
      return isUsable && replacement !== '' ? [{ transport, name: replacement }] : [];
    });
}
