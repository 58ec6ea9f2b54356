import { isIPv6 } from 'node:net';
import type { Clock } from '@marcador/platform/clock.js';
import type { TelephonyLog } from '../log.js';
import { Admission, DEFAULT_ADMISSION, type AdmissionOptions } from './admission/admission.js';
import { Demultiplexer, type Endpoint } from './demultiplexer.js';
import { CachedDns } from './location/cached-dns.js';
import { systemDns } from './location/dns.js';
import type { LocatedHop, ServerAddress } from './location/locate.js';
import { readHead, type RequestHead } from './message-head.js';
import { Reception } from './reception.js';
import { requestKey } from './request-key.js';
import { RequestRouter, scopeOf } from './request-router.js';
import { Responder } from './responder.js';
import { Retransmitter } from './retransmitter.js';
import { badRequest, MESSAGE_TOO_LARGE } from './screening/refusal.js';
import { sentOver, Transmission } from './transmission.js';
import { Connections } from './transport/connections.js';
import { withoutFlow } from './transport/flow.js';
import { type HostPort, isReliable, type Hop, type SipTransport } from './transport/hop.js';
import { SipSockets, type SipBind } from './transport/sockets.js';
import type { TlsSettings } from './transport/tls-options.js';

export interface SipSocketOptions {
  readonly bind: SipBind;
  /** @default servers are verified by whom Node.js trusts */
  readonly tls?: TlsSettings;
  /** Asked instead of those of the host, `address` or `address:port` each. */
  readonly dnsServers?: readonly string[];
  /** Whose requests are heard. @default those of whom our own requests go to */
  readonly admission?: AdmissionOptions;
  readonly clock: Clock;
  readonly log: TelephonyLog;
  /** 0 ≤ n < 1. @default Math.random */
  readonly random?: () => number;
}

/** Of a stream, which cannot be read on then (RFC 4475 §3.1.2.3, §3.3.9). */
const BAD_LENGTH = badRequest('Bad Content-Length');
const DEFAULT_TLS: TlsSettings = { verify: 'full' };

/**
 * The transport layer of all user agents of a process (RFC 3261 §18): one UDP socket, its TCP and TLS listeners and
 * connections. Finds the destination of what they send, sends it again until it is answered where that is needed, and
 * hands each message that comes in to its {@link Reception}.
 */
export class SipSocket {
  readonly retransmitter: Retransmitter;
  readonly admission: Admission;
  private readonly endpoints = new Demultiplexer();
  private readonly connections: Connections;
  private readonly router: RequestRouter;
  private readonly transmission: Transmission;
  private readonly responder: Responder;
  private readonly reception: Reception;
  private sockets!: SipSockets;
  private closed = false;

  private constructor(private readonly options: SipSocketOptions) {
    const { bind, tls = DEFAULT_TLS, clock, log, random = Math.random, dnsServers } = options;
    this.retransmitter = new Retransmitter(clock);
    this.admission = new Admission(options.admission ?? DEFAULT_ADMISSION, clock, log);
    this.connections = new Connections({
      localAddress: bind.address,
      tls,
      clock,
      log,
      random,
      unreachableAs: (transport) => this.sockets.unreachableAs(transport),
      isPlatform: (address) => this.admission.isPlatform(address),
      onMessage: (bytes, { transport, remote, id }) =>
        this.reception.receive(bytes, { ...remote, transport, connectionId: id }),
      onUnframeable: (error, { transport, remote, id }) => {
        const source = { ...remote, transport, connectionId: id };
        const refusal = error.isTooLarge ? MESSAGE_TOO_LARGE : BAD_LENGTH;
        const answer = this.reception.refuse(error.head, source, refusal);
        return answer && withoutFlow(answer).text;
      },
      onLost: (hop) => this.allServers().forEach((servers) => servers.lost(hop)),
    });
    this.router = new RequestRouter({
      dns: new CachedDns(systemDns(dnsServers), clock),
      family: isIPv6(bind.address) ? 6 : 4,
      spoken: ['udp', 'tcp', 'tls'],
      seed: String(random()),
    });
    this.transmission = new Transmission(() => this.sockets.udp, this.connections, clock);
    const { endpoints, admission, connections, transmission, retransmitter, router } = this;
    const locate = (server: ServerAddress) => this.locate(server);
    this.responder = new Responder({ connections, transmission, retransmitter, log, locate });
    const { responder } = this;
    this.reception = new Reception({ endpoints, admission, retransmitter, router, responder, log });
  }

  /** @throws Error when the address or a port cannot be bound */
  static async open(options: SipSocketOptions): Promise<SipSocket> {
    const socket = new SipSocket(options);
    socket.sockets = await SipSockets.open(options.bind, {
      tls: options.tls ?? DEFAULT_TLS,
      connections: socket.connections,
      mayConnect: (address) => socket.admission.mayConnect(address),
      clock: options.clock,
      onDatagram: (bytes, source) => {
        socket.reception.receive(bytes, { ...source, transport: 'udp' });
      },
      onError: (error) => options.log.warn({ error: error.message }, 'SIP socket error'),
    });
    return socket;
  }

  /** Where it listens, for UDP and TCP. */
  get address(): HostPort {
    return this.sockets.address('udp');
  }

  /** Where it can be reached over a transport. */
  addressFor(transport: SipTransport): HostPort {
    return this.sockets.address(transport);
  }

  get log(): TelephonyLog {
    return this.options.log;
  }

  /** Lets an endpoint receive. */
  attach(endpoint: Endpoint): void {
    this.endpoints.add(endpoint);
  }

  /** Stops what the endpoint receives and what is still sent again for it. */
  detach(endpoint: Endpoint): void {
    this.endpoints.remove(endpoint);
    this.retransmitter.stopAll(endpoint);
  }

  /**
   * Finds where a server is.
   * @throws Error when it cannot be found
   */
  locate(server: ServerAddress): Promise<readonly LocatedHop[]> {
    return this.router.locate(server);
  }

  /**
   * Sends a message of an endpoint and takes care of its retransmission. A request that cannot leave for one server
   * leaves for the next one.
   * @throws Error when the message has no destination or cannot leave for any
   */
  async send(endpoint: Endpoint, text: string): Promise<void> {
    const head = readHead(text);
    if (head === undefined) throw new Error('SIP message without a destination');
    if (head.kind === 'response') return this.responder.respond(endpoint, head, text);
    let failure: unknown;
    for (const hop of await this.router.hopsOf(endpoint, head)) {
      try {
        return await this.request(endpoint, head, text, hop);
      } catch (error) {
        failure = error;
        endpoint.servers?.failed(hop, 'unreachable');
      }
    }
    throw failure;
  }

  /**
   * Sends a request of an endpoint to a given hop.
   * @param onSilence is told when nothing has come back after 64·T1
   * @throws Error when it cannot leave
   */
  async sendTo(endpoint: Endpoint, text: string, hop: Hop, onSilence: () => void): Promise<void> {
    const head = readHead(text);
    if (head?.kind !== 'request') throw new Error('Not a SIP request');
    await this.request(endpoint, head, text, hop, onSilence);
  }

  /** Sends what keeps a way through address translation open (RFC 5626 §3.5.1). */
  async sendCrlf(hop: Hop): Promise<void> {
    await this.transmission.transmit('\r\n\r\n', hop);
  }

  /** Whether a request outside of dialogs that got a 503 has another server to go to. */
  hasBetterServer(endpoint: Endpoint, callId: string, method: string): boolean {
    const sent = this.router.sent(endpoint, callId);
    if (sent === undefined || endpoint.servers === undefined) return false;
    return endpoint.servers.hasBetter(sent.hop, scopeOf(method));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.admission.close();
    for (const endpoint of this.endpoints.all()) this.detach(endpoint);
    await this.connections.close();
    await this.sockets.close();
  }

  private async request(
    endpoint: Endpoint,
    head: RequestHead,
    text: string,
    hop: Hop,
    onSilence = () => endpoint.servers?.failed(hop, 'no-answer'),
  ): Promise<void> {
    // An ACK has no answer, and what follows it in its dialog may come from there.
    this.admission.trust(hop.host);
    const way = await this.transmission.wayOf(text, hop);
    const message = sentOver(text, head, way);
    const transmit = () => this.transmission.transmit(message, way);
    this.router.leaves(endpoint, head, hop, way);
    const key = head.method === 'ACK' ? undefined : requestKey(head.via, head.method);
    if (key === undefined) return transmit();
    const resend = isReliable(way.transport) ? undefined : () => this.again(transmit);
    const capped = head.method !== 'INVITE';
    this.retransmitter.start(key, { owner: endpoint, capped, onSilence, ...(resend && { resend }) });
    try {
      await transmit();
    } catch (error) {
      this.retransmitter.stop(key);
      throw error;
    }
  }

  private again(transmit: () => Promise<void>): void {
    transmit().catch((error: Error) =>
      this.options.log.debug({ error: error.message }, 'SIP retransmission could not leave'),
    );
  }

  private allServers() {
    return new Set(this.endpoints.all().flatMap(({ servers }) => servers ?? []));
  }
}
