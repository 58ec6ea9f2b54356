import type { Endpoint } from './demultiplexer.js';
import type { ServerAddress } from './location/locate.js';
import type { TelephonyLog } from '../log.js';
import type { ResponseHead } from './message-head.js';
import type { Retransmitter } from './retransmitter.js';
import type { Transmission } from './transmission.js';
import type { Connections } from './transport/connections.js';
import { DATAGRAM_FLOW, withoutFlow } from './transport/flow.js';
import { isReliable, type Hop, type HostPort, type SipTransport } from './transport/hop.js';
import { branchOf, responseTarget, sentByOf, viaTransport } from './via.js';

/** Where a message came from. */
export interface Source extends HostPort {
  readonly transport: SipTransport;
  /** The number of the connection it came over. */
  readonly connectionId?: number;
}

export interface ResponderDeps {
  readonly connections: Connections;
  readonly transmission: Transmission;
  readonly retransmitter: Retransmitter;
  readonly log: TelephonyLog;
  /** @throws Error when it cannot be found */
  readonly locate: (server: ServerAddress) => Promise<readonly Hop[]>;
}

/** Sends responses back to where their requests came from (RFC 3261 §18.2.2). */
export class Responder {
  constructor(private readonly deps: ResponderDeps) {}

  /**
   * Sends a response of an endpoint, and again where its transport needs that.
   * @param marked with the number of the connection that the request came over, see `withFlow`
   * @throws Error when it has no destination or cannot leave
   */
  async respond(endpoint: Endpoint, head: ResponseHead, marked: string): Promise<void> {
    const { text, connectionId } = withoutFlow(marked);
    if (await this.wentBack(text, connectionId)) return;
    const named = viaTransport(head.via);
    if (connectionId !== DATAGRAM_FLOW && (named === 'tcp' || named === 'tls'))
      return this.reconnect(endpoint, head.via, named, text);
    const target = responseTarget(head.via);
    if (target === undefined) throw new Error('SIP response without a destination');
    const transmit = () =>
      this.deps.transmission.transmit(text, { ...target, transport: 'udp', name: target.host });
    // sip.js itself repeats a 2xx until the ACK comes.
    if (head.cseqMethod === 'INVITE' && head.statusCode >= 300) {
      const resend = () => this.quietly(transmit);
      this.deps.retransmitter.start(responseKey(head.via), { owner: endpoint, capped: true, resend });
    }
    return transmit();
  }

  /** Answers a request that nobody takes; it is not kept: what is lost is answered again. */
  answer(text: string | undefined, source: Source): void {
    if (text === undefined) return;
    const { connectionId, transport, host, port } = source;
    const connection = connectionId === undefined ? undefined : this.deps.connections.get(connectionId);
    const plain = withoutFlow(text).text;
    if (connection !== undefined) this.quietly(() => connection.send(plain));
    else if (!isReliable(transport))
      this.quietly(() => this.deps.transmission.transmit(plain, { transport, host, port, name: host }));
  }

  /** Over the connection that the request came over, if that still stands. */
  private async wentBack(text: string, connectionId: number | undefined): Promise<boolean> {
    const connection = connectionId === undefined ? undefined : this.deps.connections.get(connectionId);
    if (connection === undefined) return false;
    return connection.send(text).then(
      () => true,
      () => false,
    );
  }

  /**
   * The connection is no more: another one goes to the address that the request came from and the port that its sender
   * listens at, and where nobody is there, to where the sender says that it is (RFC 3263 §5).
   */
  private async reconnect(
    endpoint: Endpoint,
    via: string,
    transport: SipTransport,
    text: string,
  ): Promise<void> {
    const target = responseTarget(via, true);
    const sentBy = sentByOf(via);
    if (target === undefined || sentBy === undefined) throw new Error('SIP response without a destination');
    // Over TLS the name counts, not where it was found.
    const first: Hop = { ...target, transport, name: sentBy.host };
    const { transmission, locate } = this.deps;
    try {
      return await transmission.transmit(text, endpoint.servers?.known(first) ?? first);
    } catch (error) {
      const hops = await locate({ ...sentBy, transport }).catch(() => []);
      const others = hops.filter(({ host, port }) => host !== target.host || port !== target.port);
      for (const hop of others) {
        if (
          await transmission.transmit(text, hop).then(
            () => true,
            () => false,
          )
        )
          return;
      }
      throw error;
    }
  }

  private quietly(transmit: () => Promise<void>): void {
    transmit().catch((error: Error) =>
      this.deps.log.debug({ error: error.message }, 'SIP response could not leave'),
    );
  }
}

/** What the refusal of an INVITE is sent again under, until its ACK comes. */
export function responseKey(via: string): string {
  return `${branchOf(via)}|response`;
}
