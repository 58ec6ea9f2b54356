import type { TelephonyLog } from '../log.js';
import type { Admission } from './admission/admission.js';
import type { Demultiplexer, Endpoint } from './demultiplexer.js';
import { readHead, type RequestHead, type ResponseHead } from './message-head.js';
import { isHeadTooLarge } from './message-limits.js';
import { requestKey } from './request-key.js';
import type { RequestRouter } from './request-router.js';
import { responseKey, type Responder, type Source } from './responder.js';
import type { Retransmitter } from './retransmitter.js';
import { badRequest, MESSAGE_TOO_LARGE, type Refusal } from './screening/refusal.js';
import { looksLikeRequest, screenRequest } from './screening/screen-request.js';
import { readUnavailable } from './servers/unavailable.js';
import { reply, statelessReply } from './stateless-reply.js';
import { DATAGRAM_FLOW, withFlow } from './transport/flow.js';
import { branchOf, withSource } from './via.js';

/** What takes part when a message comes in. */
export interface ReceptionParts {
  readonly endpoints: Demultiplexer;
  readonly admission: Admission;
  readonly retransmitter: Retransmitter;
  readonly router: RequestRouter;
  readonly responder: Responder;
  readonly log: TelephonyLog;
}

/**
 * Where everything that comes in passes: hands each message to the user agent it is meant for, and answers what is meant
 * for none. Nothing, whatever its bytes, makes it throw.
 */
export class Reception {
  constructor(private readonly parts: ReceptionParts) {}

  /** A whole message from a stream, or a datagram. @returns whether it is dealt with, be it with a refusal */
  receive(bytes: Buffer, source: Source): boolean {
    try {
      const text = bytes.toString('utf8');
      const head = readHead(text);
      if (isHeadTooLarge(text)) return this.answered(this.refuse(text, source, MESSAGE_TOO_LARGE), source);
      if (head?.kind === 'response') return this.receiveResponse(head, text, source);
      if (head !== undefined || looksLikeRequest(text)) return this.screen(head, text, source);
      // Empty lines keep a way through a NAT open (RFC 5626 §3.5.1).
      return text.trim() !== '' && this.parts.admission.refuse('unreadable', source.host);
    } catch (error) {
      this.parts.log.debug({ error: String(error), bytes: bytes.length }, 'SIP message dropped');
      return false;
    }
  }

  /** The answer to a request that is not even looked at; strangers get none, and responses have none. */
  refuse(text: string, source: Source, refusal: Refusal): string | undefined {
    const head = readHead(text);
    if (head?.kind !== 'request') {
      this.parts.admission.refuse('unreadable', source.host);
      return undefined;
    }
    return this.isHeard(head, source) ? reply(withSourceOf(head, text, source), refusal) : undefined;
  }

  private isHeard(head: RequestHead | undefined, source: Source): boolean {
    const { endpoints, admission } = this.parts;
    return head !== undefined && endpoints.isInCall(head)
      ? admission.admitInCall(head.callId, source)
      : admission.admit(source);
  }

  private answered(answer: string | undefined, source: Source): boolean {
    this.parts.responder.answer(answer, source);
    return answer !== undefined;
  }

  private receiveResponse(head: ResponseHead, text: string, source: Source): boolean {
    const endpoint = this.parts.endpoints.ofResponse(head);
    if (endpoint === undefined) return this.parts.admission.refuse('strayResponses', source.host);
    const key = requestKey(head.via, head.cseqMethod);
    // Nobody else knows the branch of a request that waits for its answer.
    if (this.parts.retransmitter.has(key)) this.parts.admission.trust(source.host);
    if (head.statusCode >= 200 || head.cseqMethod === 'INVITE') this.parts.retransmitter.stop(key);
    else this.parts.retransmitter.slowDown(key);
    this.noteHealth(endpoint, head, text);
    return endpoint.receive(text);
  }

  private noteHealth(endpoint: Endpoint, head: ResponseHead, text: string): void {
    const sent = this.parts.router.sent(endpoint, head.callId);
    if (sent === undefined || sent.branch !== branchOf(head.via)) return;
    if (head.statusCode === 503) endpoint.servers?.unavailable(sent.hop, readUnavailable(head, text));
    else if (head.cseqMethod === 'INVITE' && head.statusCode > 100) endpoint.servers?.tookCall(sent.hop);
    else endpoint.servers?.answered(sent.hop);
  }

  private screen(head: RequestHead | undefined, text: string, source: Source): boolean {
    if (!this.isHeard(head, source)) return false;
    const refusal = screenRequest(text);
    if (refusal !== undefined) return this.answered(reply(withSourceOf(head, text, source), refusal), source);
    if (head === undefined) return this.parts.admission.refuse('unreadable', source.host);
    this.receiveRequest(head, withSourceOf(head, text, source), source);
    return true;
  }

  private receiveRequest(head: RequestHead, text: string, source: Source): void {
    if (head.method === 'ACK') this.parts.retransmitter.stop(responseKey(head.via));
    const endpoint = this.parts.endpoints.ofRequest(head);
    if (endpoint === undefined) this.parts.responder.answer(statelessReply(head, text), source);
    else if (!endpoint.receive(text))
      this.parts.responder.answer(reply(text, badRequest('Bad Request')), source);
  }
}

/** The text of a request with the address in its Via that it came from. */
function withSourceOf(head: RequestHead | undefined, text: string, source: Source): string {
  if (head === undefined) return text;
  const marked = withFlow(withSource(head.via, source), source.connectionId ?? DATAGRAM_FLOW);
  return `${text.slice(0, head.viaStart)} ${marked}${text.slice(head.viaEnd)}`;
}
