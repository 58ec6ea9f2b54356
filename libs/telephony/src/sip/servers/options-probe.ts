import { randomBytes } from 'node:crypto';
import { BRANCH_COOKIE, TAG_LENGTH, type Endpoint } from '../demultiplexer.js';
import { readHead } from '../message-head.js';
import type { SipSocket } from '../sip-socket.js';
import { literal, type Hop } from '../transport/hop.js';
import { branchOf } from '../via.js';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Asks servers with OPTIONS whether they work (RFC 3261 §11). */
export class OptionsProbe implements Endpoint {
  readonly tag = randomBytes(TAG_LENGTH).toString('hex').slice(0, TAG_LENGTH);
  /** Nobody calls it. */
  readonly user = this.tag;
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly socket: SipSocket) {
    socket.attach(this);
  }

  /**
   * Resolves with any answer but 503: who refuses is there.
   * @param domain the SIP domain that the server serves
   * @throws Error when it cannot be reached, says 503, or nothing within 64·T1
   */
  async ask(hop: Hop, domain: string): Promise<void> {
    const branch = BRANCH_COOKIE + this.tag + randomBytes(9).toString('base64url');
    const answered = new Promise<void>((resolve, reject) => this.waiting.set(branch, { resolve, reject }));
    const silent = () => this.waiting.get(branch)?.reject(new Error('no answer to OPTIONS'));
    try {
      await this.socket.sendTo(this, this.request(hop, domain, branch), hop, silent);
      await answered;
    } finally {
      this.waiting.delete(branch);
    }
  }

  /** It has no calls. */
  knows(): boolean {
    return false;
  }

  receive(text: string): boolean {
    const head = readHead(text);
    if (head?.kind !== 'response' || head.statusCode < 200) return true;
    const waiting = this.waiting.get(branchOf(head.via) ?? '');
    if (head.statusCode === 503) waiting?.reject(new Error('503 to OPTIONS'));
    else waiting?.resolve();
    return true;
  }

  private request({ transport }: Hop, domain: string, branch: string): string {
    const { host, port } = this.socket.addressFor(transport);
    const own = `${literal(host)}:${port}`;
    return [
      `OPTIONS sip:${literal(domain)} SIP/2.0`,
      `Via: SIP/2.0/${transport.toUpperCase()} ${own};branch=${branch};rport`,
      'Max-Forwards: 70',
      `From: <sip:${own}>;tag=${this.tag}`,
      `To: <sip:${literal(domain)}>`,
      `Call-ID: ${this.tag}${randomBytes(9).toString('hex')}`,
      'CSeq: 1 OPTIONS',
      `Contact: <sip:${own};transport=${transport}>`,
      'Accept: application/sdp',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
  }
}
