/** A host and a port that a message came from or goes to. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** What SIP travels over here. */
export type SipTransport = 'udp' | 'tcp' | 'tls';

/** Where a message goes next: a numeric address, its port, and how to get there (RFC 3263 §4). */
export interface Hop extends HostPort {
  readonly transport: SipTransport;
  /** The name that was looked up: what the certificate over there has to be for (RFC 5922 §7.1). */
  readonly name: string;
}

/** The ports of a host that names none (RFC 3261 §19.1.2). */
export const DEFAULT_PORTS: Readonly<Record<SipTransport, number>> = { udp: 5060, tcp: 5060, tls: 5061 };

/** Whether what is sent over it arrives or the sender is told: nothing is sent twice then (RFC 3261 §17). */
export function isReliable(transport: SipTransport): boolean {
  return transport !== 'udp';
}

/** Names a hop in maps and logs: `tcp:192.0.2.1:5060`. */
export function hopKey({ transport, host, port }: Omit<Hop, 'name'>): string {
  return `${transport}:${literal(host)}:${port}`;
}

/** An address as URIs and Vias write it: IPv6 in brackets. */
export function literal(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
