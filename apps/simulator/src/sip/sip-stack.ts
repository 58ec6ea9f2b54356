import { randomBytes } from 'node:crypto';
import type { Clock } from '@marcador/platform/clock.js';
import { ClientTransaction } from './client-transaction.js';
import {
  cseq,
  formatMessage,
  header,
  headers,
  parameter,
  parseMessage,
  type Header,
  type SipRequest,
  type SipResponse,
} from './message.js';
import { ServerTransaction, type Peer } from './server-transaction.js';

/** What the stack hands up. */
export interface StackUser {
  /** A request other than ACK; it MUST be answered. CANCEL comes here only when there is nothing to cancel. */
  request(transaction: ServerTransaction): void;
  /** The ACK of a 2xx. */
  acknowledged(ack: SipRequest): void;
  /** Nobody acknowledged our 2xx. */
  unacknowledged(invite: SipRequest): void;
}

/** A request to be sent, but for Via and Content-Length. */
export interface OutgoingRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly Header[];
  readonly body?: string;
}

/**
 * The transaction layer of a SIP server over UDP (RFC 3261 §17, §18) that never sends an INVITE. It is written by
 * hand, apart from the dialer's own stack, so that the two check each other and the simulator stays light.
 */
export class SipStack {
  private readonly incoming = new Map<string, ServerTransaction>();
  private readonly outgoing = new Map<string, ClientTransaction>();
  private readonly prefix = randomBytes(6).toString('hex');
  private counter = 0;

  /** @param user receives whatever comes, from the first `receive` on */
  constructor(
    private readonly clock: Clock,
    private readonly socket: { send(text: string, to: Peer): void; readonly local: Peer },
    private readonly user: StackUser,
  ) {}

  /** A token that is unique in this run: tags, branches, Call-IDs. */
  token(): string {
    return `${this.prefix}${(this.counter++).toString(36)}`;
  }

  /** Takes a datagram. What cannot be parsed is dropped. */
  receive(text: string, source: Peer): void {
    const message = parseMessage(text);
    if (message === undefined) return;
    if ('status' in message) this.response(message);
    else this.request(withSource(message, source), source);
  }

  /** Sends a request; `onFinal` gets its final response, or `undefined` when none came in 64·T1. */
  send(request: OutgoingRequest, to: Peer, onFinal: (response: SipResponse | undefined) => void): void {
    const branch = `z9hG4bK${this.token()}`;
    const { address, port } = this.socket.local;
    const via: Header = ['Via', `SIP/2.0/UDP ${address}:${port};branch=${branch};rport`];
    const lines: Header[] = [via, ['Max-Forwards', '70'], ...request.headers];
    const text = formatMessage(`${request.method} ${request.uri} SIP/2.0`, lines, request.body);
    const transaction = new ClientTransaction(
      this.clock,
      () => this.socket.send(text, to),
      (response) => {
        this.outgoing.delete(branch);
        onFinal(response);
      },
    );
    this.outgoing.set(branch, transaction);
  }

  private response(response: SipResponse): void {
    this.outgoing.get(parameter(header(response, 'via'), 'branch') ?? '')?.receive(response);
  }

  private request(request: SipRequest, source: Peer): void {
    const key = keyOf(request);
    const known = this.incoming.get(`${key}|${request.method === 'ACK' ? 'INVITE' : request.method}`);
    if (request.method === 'ACK') {
      // The ACK of a 2xx has a branch of its own.
      if (known === undefined) this.user.acknowledged(request);
      else known.acknowledged();
      return;
    }
    if (known !== undefined) {
      known.resend();
      return;
    }
    const transaction = this.open(`${key}|${request.method}`, request, source);
    const cancelled = request.method === 'CANCEL' ? this.incoming.get(`${key}|INVITE`) : undefined;
    if (cancelled === undefined) {
      this.user.request(transaction);
    } else {
      transaction.respond(200);
      cancelled.cancel();
    }
  }

  private open(key: string, request: SipRequest, source: Peer): ServerTransaction {
    const transaction = new ServerTransaction(request, source, this.token(), {
      clock: this.clock,
      send: (text, to) => this.socket.send(text, to),
      done: () => this.incoming.delete(key),
      unacknowledged: () => this.user.unacknowledged(request),
    });
    this.incoming.set(key, transaction);
    return transaction;
  }
}

/** RFC 3261 §17.2.3: branch and sent-by of the top Via; the CSeq tells a reused branch apart. */
function keyOf(request: SipRequest): string {
  const via = header(request, 'via');
  const sentBy = via.split(';')[0]?.split(/\s+/).at(-1) ?? '';
  return `${parameter(via, 'branch') ?? ''}|${sentBy}|${cseq(request).number}`;
}

/** Writes where the request really came from into its top Via (RFC 3261 §18.2.1, RFC 3581). */
function withSource(request: SipRequest, source: Peer): SipRequest {
  const [top = '', ...others] = headers(request, 'via').flatMap((value) => value.split(/,\s*/));
  const bare = top.replace(/;rport(?=;|$)/i, `;rport=${source.port}`);
  const vias = [`${bare};received=${source.address}`, ...others].map((via): Header => ['via', via]);
  return { ...request, headers: [...vias, ...request.headers.filter(([name]) => name !== 'via')] };
}
