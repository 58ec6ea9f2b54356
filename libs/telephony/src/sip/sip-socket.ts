import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Clock } from '@marcador/platform/clock.js';
import type { TelephonyLog } from '../log.js';
import { Admission, DEFAULT_ADMISSION, type AdmissionOptions } from './admission/admission.js';
import { Demultiplexer, type Endpoint } from './demultiplexer.js';
import { readHead, type MessageHead, type RequestHead, type ResponseHead } from './message-head.js';
import { Retransmitter } from './retransmitter.js';
import { statelessReply } from './stateless-reply.js';
import { branchOf, responseTarget, uriTarget, withSource, type HostPort } from './via.js';

export interface SipSocketOptions {
  /** Local address and UDP port; port 0 takes a free one. The address goes into Via and Contact: no wildcard. */
  readonly bind: { readonly address: string; readonly port: number };
  /** Whose requests are heard. @default those of whom our own requests go to */
  readonly admission?: AdmissionOptions;
  readonly clock: Clock;
  readonly log: TelephonyLog;
}

/**
 * The one UDP socket of all user agents of a process: finds the destination of what they send (RFC 3261 §8.1.2,
 * §18.2.2, without DNS but for addresses), sends it again until it is answered, and hands each datagram that comes in
 * to the user agent it is meant for. No datagram, whatever its bytes, makes it throw.
 */
export class SipSocket {
  readonly retransmitter: Retransmitter;
  readonly admission: Admission;
  private readonly endpoints = new Demultiplexer();
  private closed = false;

  private constructor(
    private readonly socket: Socket,
    private readonly options: SipSocketOptions,
  ) {
    this.retransmitter = new Retransmitter(options.clock);
    this.admission = new Admission(options.admission ?? DEFAULT_ADMISSION, options.clock, options.log);
    socket.on('message', (datagram, remote) => this.receive(datagram, remote));
    socket.on('error', (error) => options.log.warn({ error: error.message }, 'SIP socket error'));
  }

  /** @throws Error when the address or port cannot be bound */
  static async open(options: SipSocketOptions): Promise<SipSocket> {
    const { address, port } = options.bind;
    const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          new Error(
            `Cannot bind SIP to ${address}:${port} (${error.code}): choose a free UDP port of this host`,
          ),
        ),
      );
      socket.bind({ address, port, exclusive: true }, resolve);
    });
    socket.removeAllListeners('error');
    return new SipSocket(socket, options);
  }

  /** Where this socket listens. */
  get address(): HostPort {
    const { address, port } = this.socket.address();
    return { host: address, port };
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
   * Sends a message of an endpoint and takes care of its retransmission.
   * @throws Error when the message has no destination or the operating system refuses it
   */
  async send(endpoint: Endpoint, text: string): Promise<void> {
    const head = readHead(text);
    const target = head === undefined ? undefined : this.targetOf(endpoint, head);
    if (head === undefined || target === undefined) throw new Error('SIP message without a destination');
    const key = retransmissionKey(head);
    if (key !== undefined) {
      const resend = () =>
        void this.transmit(text, target).catch((error: Error) => this.sendingFailed(error));
      this.retransmitter.start(key, endpoint, head.kind === 'response' || head.method !== 'INVITE', resend);
    }
    try {
      await this.transmit(text, target);
    } catch (error) {
      if (key !== undefined) this.retransmitter.stop(key);
      throw error;
    }
  }

  close(): Promise<void> {
    if (this.closed) return Promise.resolve();
    this.closed = true;
    this.admission.close();
    for (const endpoint of this.endpoints.all()) this.detach(endpoint);
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private targetOf(endpoint: Endpoint, head: MessageHead): HostPort | undefined {
    if (head.kind === 'response') return responseTarget(head.via);
    if (head.route !== undefined) return uriTarget(head.route);
    return endpoint.outboundProxy ?? uriTarget(head.requestUri);
  }

  private transmit(text: string, target: HostPort): Promise<void> {
    if (this.closed) return Promise.reject(new Error('SIP socket is closed'));
    return new Promise((resolve, reject) =>
      this.socket.send(text, target.port, target.host, (error) =>
        error === null ? resolve() : reject(error),
      ),
    );
  }

  private sendingFailed(error: Error): void {
    this.options.log.debug({ error: error.message }, 'SIP retransmission could not leave');
  }

  private receive(datagram: Buffer, remote: RemoteInfo): void {
    try {
      const text = datagram.toString('utf8');
      const head = readHead(text);
      const source = { host: remote.address, port: remote.port };
      if (head === undefined) {
        // Empty lines keep a way through a NAT open (RFC 5626 §3.5.1).
        if (text.trim() !== '') this.admission.refuse('unreadable', source.host);
      } else if (head.kind === 'response') this.receiveResponse(head, text, source);
      else if (this.endpoints.began(head) || this.admission.admit(source))
        this.receiveRequest(head, text, source);
    } catch (error) {
      this.options.log.debug({ error: String(error), bytes: datagram.length }, 'SIP message dropped');
    }
  }

  private receiveResponse(head: ResponseHead, text: string, source: HostPort): void {
    const endpoint = this.endpoints.ofResponse(head);
    if (endpoint === undefined) {
      this.admission.refuse('strayResponses', source.host);
      return;
    }
    const key = `${branchOf(head.via)}|${head.cseqMethod}`;
    // Nobody else knows the branch of a request that waits for its answer.
    if (this.retransmitter.has(key)) this.admission.trust(source.host);
    if (head.statusCode >= 200 || head.cseqMethod === 'INVITE') this.retransmitter.stop(key);
    else this.retransmitter.slowDown(key);
    endpoint.receive(text);
  }

  private receiveRequest(head: RequestHead, text: string, source: HostPort): void {
    if (head.method === 'ACK') this.retransmitter.stop(responseKey(head.via));
    const seen = text.slice(0, head.viaStart) + ' ' + withSource(head.via, source) + text.slice(head.viaEnd);
    const endpoint = this.endpoints.ofRequest(head);
    if (endpoint !== undefined) {
      endpoint.receive(seen);
      return;
    }
    const reply = statelessReply(head, seen);
    if (reply !== undefined)
      void this.transmit(reply, source).catch((error: Error) => this.sendingFailed(error));
  }
}

/** What a message is sent again under; `undefined` for those that are not: ACK, and all responses but an INVITE's. */
function retransmissionKey(head: MessageHead): string | undefined {
  if (head.kind === 'request')
    return head.method === 'ACK' ? undefined : `${branchOf(head.via)}|${head.method}`;
  // sip.js itself repeats a 2xx until the ACK comes.
  return head.cseqMethod === 'INVITE' && head.statusCode >= 300 ? responseKey(head.via) : undefined;
}

function responseKey(via: string): string {
  return `${branchOf(via)}|response`;
}
