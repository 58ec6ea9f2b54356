import {
  cseq,
  header,
  headers,
  parameter,
  type Header,
  type SipRequest,
  type SipResponse,
} from './message.js';
import type { Peer, ServerTransaction } from './server-transaction.js';
import type { SipStack } from './sip-stack.js';
import { addressOf, parseUri } from './uri.js';

/**
 * A dialog that the peer's INVITE made (RFC 3261 §12). Our requests leave one after another, each when the one before
 * has its final response, so that none overtakes another on UDP.
 */
export class Dialog {
  readonly callId: string;
  private readonly local: string;
  private readonly remote: string;
  private readonly routes: readonly string[];
  private readonly source: Peer;
  private remoteTarget: string;
  private remoteSequence: number;
  private sequence = 0;
  private busy = false;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly stack: SipStack,
    private readonly contact: string,
    transaction: ServerTransaction,
  ) {
    const { request } = transaction;
    this.callId = header(request, 'call-id');
    this.local = `${header(request, 'to')};tag=${transaction.localTag}`;
    this.remote = header(request, 'from');
    this.routes = headers(request, 'record-route').flatMap((value) => value.split(/,\s*(?=<)/));
    this.remoteTarget = addressOf(header(request, 'contact'));
    this.remoteSequence = cseq(request).number;
    this.source = transaction.source;
  }

  /** Whether the request belongs here: its tags are ours and the peer's. */
  owns(request: SipRequest): boolean {
    return (
      parameter(header(request, 'to'), 'tag') === parameter(this.local, 'tag') &&
      parameter(header(request, 'from'), 'tag') === parameter(this.remote, 'tag')
    );
  }

  /**
   * Takes note of a request within the dialog.
   * @returns false when its CSeq is not higher than the last one's: it MUST be refused with 500 (RFC 3261 §12.2.2)
   */
  accept(request: SipRequest): boolean {
    const { number } = cseq(request);
    if (number <= this.remoteSequence) return false;
    this.remoteSequence = number;
    const contact = header(request, 'contact');
    if (request.method === 'INVITE' && contact !== '') this.remoteTarget = addressOf(contact);
    return true;
  }

  /** Sends a request within the dialog, after those before it. */
  send(
    request: { readonly method: string; readonly headers?: readonly Header[]; readonly body?: string },
    onFinal: (response: SipResponse | undefined) => void = () => {},
  ): void {
    this.waiting.push(() => this.sendNow(request, onFinal));
    this.next();
  }

  private next(): void {
    if (this.busy) return;
    const send = this.waiting.shift();
    if (send === undefined) return;
    this.busy = true;
    send();
  }

  private sendNow(
    { method, headers: more = [], body }: { method: string; headers?: readonly Header[]; body?: string },
    onFinal: (response: SipResponse | undefined) => void,
  ): void {
    const lines: Header[] = [
      ...this.routes.map((route): Header => ['Route', route]),
      ['From', this.local],
      ['To', this.remote],
      ['Call-ID', this.callId],
      ['CSeq', `${++this.sequence} ${method}`],
      ['Contact', `<${this.contact}>`],
      ...more,
    ];
    const request = {
      method,
      uri: this.remoteTarget,
      headers: lines,
      ...(body === undefined ? {} : { body }),
    };
    this.stack.send(request, this.nextHop(), (response) => {
      this.busy = false;
      onFinal(response);
      this.next();
    });
  }

  /** RFC 3261 §12.2.1.1; a host that is not an address is taken to be where the INVITE came from. */
  private nextHop(): Peer {
    const uri = parseUri(addressOf(this.routes[0] ?? this.remoteTarget));
    if (uri === undefined || !/^\d+\.\d+\.\d+\.\d+$/.test(uri.host)) return this.source;
    return { address: uri.host, port: uri.port ?? 5060 };
  }
}
