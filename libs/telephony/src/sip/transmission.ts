import type { Clock } from '@marcador/platform/clock.js';
import type { RequestHead } from './message-head.js';
import type { Connections } from './transport/connections.js';
import type { Hop } from './transport/hop.js';
import type { UdpSocket } from './transport/udp-socket.js';
import { viaTransport, withTransport } from './via.js';

/** The largest request for a datagram where the path MTU is not known (RFC 3261 §18.1.1). */
const LARGEST_DATAGRAM_BYTES = 1300;
/** How long a server that refuses TCP gets its large requests over UDP without another try. */
const TCP_REFUSED_MS = 10 * 60_000;

/** Puts requests on the wire. */
export class Transmission {
  /** Until when those servers are sent large requests over UDP. */
  private readonly refusingTcp = new Map<string, number>();

  constructor(
    private readonly udp: () => UdpSocket,
    private readonly connections: Connections,
    private readonly clock: Clock,
  ) {}

  /**
   * The way a request really takes: one that is too large for a datagram goes over TCP, if the server takes TCP
   * (RFC 3261 §18.1.1).
   */
  async wayOf(text: string, hop: Hop): Promise<Hop> {
    if (hop.transport !== 'udp' || Buffer.byteLength(text) <= LARGEST_DATAGRAM_BYTES) return hop;
    const overTcp: Hop = { ...hop, transport: 'tcp' };
    const server = `${hop.host}|${hop.port}`;
    const now = this.clock.now().getTime();
    if ((this.refusingTcp.get(server) ?? 0) > now) return hop;
    try {
      await this.connections.to(overTcp);
      this.refusingTcp.delete(server);
      return overTcp;
    } catch {
      if (this.refusingTcp.size >= 1000) this.refusingTcp.clear();
      this.refusingTcp.set(server, now + TCP_REFUSED_MS);
      return hop;
    }
  }

  /** @throws Error when it cannot leave */
  async transmit(text: string, hop: Hop): Promise<void> {
    if (hop.transport === 'udp') return this.udp().send(text, hop);
    const connection = await this.connections.to(hop);
    return connection.send(text);
  }
}

/** The request with the transport in its top Via that it is sent over. */
export function sentOver(text: string, { via, viaStart, viaEnd }: RequestHead, { transport }: Hop): string {
  if (viaTransport(via) === transport) return text;
  return `${text.slice(0, viaStart)} ${withTransport(via, transport)}${text.slice(viaEnd)}`;
}
