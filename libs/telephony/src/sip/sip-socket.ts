import { isIPv6 } from 'node:net';
import type { Clock } from '@marcador/platform/clock.js';
import type { TelephonyLog } from '../log.js';
import { Admission, DEFAULT_ADMISSION, type AdmissionOptions } from './admission/admission.js';
import { Demultiplexer, type Endpoint } from './demultiplexer.js';
import { CachedDns } from './location/cached-dns.js';
import { systemDns } from './location/dns.js';
import type { ServerAddress } from './location/locate.js';
import { isHeadTooLarge } from './message-limits.js';
import { readHead, type RequestHead, type ResponseHead } from './message-head.js';
import { RequestRouter, scopeOf } from './request-router.js';
import { Responder, responseKey, type Source } from './responder.js';
import { Retransmitter } from './retransmitter.js';
import { retryAfterIn } from './retry-after.js';
import { badRequest, MESSAGE_TOO_LARGE, type Refusal } from './screening/refusal.js';
import { looksLikeRequest, screenRequest } from './screening/screen-request.js';
import { reply, statelessReply } from './stateless-reply.js';
import { sentOver, Transmission } from './transmission.js';
import { Connections } from './transport/connections.js';
import { DATAGRAM_FLOW, withFlow, withoutFlow } from './transport/flow.js';
import { type HostPort, isReliable, type Hop, type SipTransport } from './transport/hop.js';
import { SipSockets, type SipBind } from './transport/sockets.js';
import type { TlsSettings } from './transport/tls-options.js';
import { branchOf, withSource } from './via.js';

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
 * hands each message that comes in to the user agent it is meant for. Nothing that comes in, whatever its bytes, makes
 * it throw.
 */
export class SipSocket {
  readonly retransmitter: Retransmitter;
  readonly admission: Admission;
  private readonly endpoints = new Demultiplexer();
  private readonly connections: Connections;
  private readonly router: RequestRouter;
  private readonly transmission: Transmission;
  private readonly responder: Responder;
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
      onMessage: (bytes, { transport, remote, id }) =>
        this.receive(bytes, { ...remote, transport, connectionId: id }),
      onUnframeable: (error, { transport, remote, id }) => {
        const source = { ...remote, transport, connectionId: id };
        const answer = this.refuse(error.head, source, error.isTooLarge ? MESSAGE_TOO_LARGE : BAD_LENGTH);
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
    const { connections, transmission, retransmitter } = this;
    const locate = (server: ServerAddress) => this.locate(server);
    this.responder = new Responder({ connections, transmission, retransmitter, log, locate });
  }

  /** @throws Error when the address or a port cannot be bound */
  static async open(options: SipSocketOptions): Promise<SipSocket> {
    const socket = new SipSocket(options);
    socket.sockets = await SipSockets.open(options.bind, {
      tls: options.tls ?? DEFAULT_TLS,
      connections: socket.connections,
      clock: options.clock,
      onDatagram: (bytes, source) => socket.receive(bytes, { ...source, transport: 'udp' }),
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
  locate(server: ServerAddress): Promise<readonly Hop[]> {
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

  /** Everything that comes in passes here, whole messages from streams and datagrams alike. */
  private receive(bytes: Buffer, source: Source): void {
    try {
      const text = bytes.toString('utf8');
      const head = readHead(text);
      if (isHeadTooLarge(text)) this.responder.answer(this.refuse(text, source, MESSAGE_TOO_LARGE), source);
      else if (head?.kind === 'response') this.receiveResponse(head, text, source);
      else if (head !== undefined || looksLikeRequest(text)) this.screen(head, text, source);
      // Empty lines keep a way through a NAT open (RFC 5626 §3.5.1).
      else if (text.trim() !== '') this.admission.refuse('unreadable', source.host);
    } catch (error) {
      this.options.log.debug({ error: String(error), bytes: bytes.length }, 'SIP message dropped');
    }
  }

  /** The answer to a request that is not even looked at; strangers get none, and responses have none. */
  private refuse(text: string, source: Source, refusal: Refusal): string | undefined {
    const head = readHead(text);
    if (head?.kind !== 'request') {
      this.admission.refuse('unreadable', source.host);
      return undefined;
    }
    const isHeard = this.endpoints.began(head) || this.admission.admit(source);
    return isHeard ? reply(withSourceOf(head, text, source), refusal) : undefined;
  }

  private receiveResponse(head: ResponseHead, text: string, source: Source): void {
    const endpoint = this.endpoints.ofResponse(head);
    if (endpoint === undefined) {
      this.admission.refuse('strayResponses', source.host);
      return;
    }
    const key = requestKey(head.via, head.cseqMethod);
    // Nobody else knows the branch of a request that waits for its answer.
    if (this.retransmitter.has(key)) this.admission.trust(source.host);
    if (head.statusCode >= 200 || head.cseqMethod === 'INVITE') this.retransmitter.stop(key);
    else this.retransmitter.slowDown(key);
    this.noteHealth(endpoint, head, text);
    endpoint.receive(text);
  }

  private noteHealth(endpoint: Endpoint, head: ResponseHead, text: string): void {
    const sent = this.router.sent(endpoint, head.callId);
    if (sent === undefined || sent.branch !== branchOf(head.via)) return;
    if (head.statusCode === 503) endpoint.servers?.failed(sent.hop, 'overloaded', retryAfterIn(text));
    else endpoint.servers?.answered(sent.hop);
  }

  private allServers() {
    return new Set(this.endpoints.all().flatMap(({ servers }) => servers ?? []));
  }

  private screen(head: RequestHead | undefined, text: string, source: Source): void {
    const isOurs = head !== undefined && this.endpoints.began(head);
    if (!isOurs && !this.admission.admit(source)) return;
    const refusal = screenRequest(text);
    if (refusal !== undefined)
      this.responder.answer(reply(withSourceOf(head, text, source), refusal), source);
    else if (head === undefined) this.admission.refuse('unreadable', source.host);
    else this.receiveRequest(head, withSourceOf(head, text, source), source);
  }

  private receiveRequest(head: RequestHead, text: string, source: Source): void {
    if (head.method === 'ACK') this.retransmitter.stop(responseKey(head.via));
    const endpoint = this.endpoints.ofRequest(head);
    if (endpoint === undefined) this.responder.answer(statelessReply(head, text), source);
    else if (!endpoint.receive(text)) this.responder.answer(reply(text, badRequest('Bad Request')), source);
  }
}

/** The text of a request with the address in its Via that it came from. */
function withSourceOf(head: RequestHead | undefined, text: string, source: Source): string {
  if (head === undefined) return text;
  const marked = withFlow(withSource(head.via, source), source.connectionId ?? DATAGRAM_FLOW);
  return `${text.slice(0, head.viaStart)} ${marked}${text.slice(head.viaEnd)}`;
}

/** What a request is sent again under, and its response finds it by. */
function requestKey(via: string, method: string): string {
  return `${branchOf(via)}|${method}`;
}
