import type { Clock, Timer } from '@marcador/platform/clock.js';
import { formatMessage, header, headers, type Header, type SipRequest } from './message.js';
import { phraseOf } from './phrases.js';
import { backOff, TRANSACTION_MS } from './timers.js';

/** An address of UDP. */
export interface Peer {
  readonly address: string;
  readonly port: number;
}

export interface Answer {
  readonly phrase?: string;
  readonly headers?: readonly Header[];
  readonly body?: string;
}

/**
 * An incoming request and our answers to it (RFC 3261 §17.2). Repeats of the request get the last answer again. A
 * final answer to an INVITE, whether 2xx or not, is itself repeated until its ACK comes.
 */
export class ServerTransaction {
  private last: string | undefined;
  private final = false;
  private repeats: Timer | undefined;
  private cancelListener: (() => void) | undefined;

  /** @param localTag our To tag, for a request outside a dialog */
  constructor(
    readonly request: SipRequest,
    readonly source: Peer,
    readonly localTag: string,
    private readonly io: {
      readonly clock: Clock;
      send(text: string, to: Peer): void;
      /** The transaction can be forgotten. */
      done(): void;
      /** Nobody acknowledged our 2xx for 64·T1: the call is to be ended (RFC 3261 §13.3.1.4). */
      unacknowledged(): void;
    },
  ) {}

  /** Answers. After a final answer nothing more is sent. */
  respond(status: number, answer: Answer = {}): void {
    if (this.final) return;
    this.last = this.format(status, answer);
    this.io.send(this.last, this.source);
    if (status < 200) return;
    this.final = true;
    if (this.request.method === 'INVITE') this.repeats = backOff(this.io.clock, () => this.resend());
    this.io.clock.setTimer(TRANSACTION_MS, () => this.expire(status));
  }

  get answered(): boolean {
    return this.final;
  }

  /** The peer repeated the request. */
  resend(): void {
    if (this.last !== undefined) this.io.send(this.last, this.source);
  }

  /** The ACK of the final answer came. */
  acknowledged(): void {
    this.repeats?.cancel();
    this.repeats = undefined;
  }

  onCancel(listener: () => void): void {
    this.cancelListener = listener;
  }

  /** A CANCEL came in time; whoever answers this INVITE must do so with 487 now. */
  cancel(): void {
    if (!this.final) this.cancelListener?.();
  }

  private expire(status: number): void {
    const waiting = this.repeats !== undefined;
    this.acknowledged();
    this.io.done();
    if (waiting && status < 300) this.io.unacknowledged();
  }

  private format(status: number, { phrase = phraseOf(status), headers: more = [], body }: Answer): string {
    const to = header(this.request, 'to');
    const tagged = status === 100 || /;\s*tag=/i.test(to) ? to : `${to};tag=${this.localTag}`;
    const lines: Header[] = [
      ...headers(this.request, 'via').map((via): Header => ['Via', via]),
      ...headers(this.request, 'record-route').map((route): Header => ['Record-Route', route]),
      ['From', header(this.request, 'from')],
      ['To', tagged],
      ['Call-ID', header(this.request, 'call-id')],
      ['CSeq', header(this.request, 'cseq')],
      ...more,
    ];
    return formatMessage(`SIP/2.0 ${status} ${phrase}`, lines, body);
  }
}
