import type { DigestGuard } from '../sip/digest.js';
import { header, parameter, type SipRequest } from '../sip/message.js';
import type { ServerTransaction } from '../sip/server-transaction.js';
import type { StackUser } from '../sip/sip-stack.js';
import { addressOf, numberOf, parseUri } from '../sip/uri.js';
import { ALLOW, Call, negotiate, type CallSurroundings } from './call.js';
import type { Registrar } from './registrar.js';

export interface CarrierOptions {
  /** Requests that are challenged with 407 each time. */
  readonly challenge: readonly ('INVITE' | 'REFER')[];
  /** More calls than these at once are refused with 503. */
  readonly maxCalls: number;
}

/** Answers whatever the dialer sends: registrations, calls, and what belongs to calls. */
export class Carrier implements StackUser {
  private readonly calls = new Map<string, Call>();

  constructor(
    private readonly registrar: Registrar,
    private readonly guard: DigestGuard,
    private readonly options: CarrierOptions,
    private readonly around: CallSurroundings,
  ) {}

  get callCount(): number {
    return this.calls.size;
  }

  request(transaction: ServerTransaction): void {
    const { request } = transaction;
    const call = this.calls.get(header(request, 'call-id'));
    if (parameter(header(request, 'to'), 'tag') !== undefined) {
      if (call === undefined) transaction.respond(481);
      else if (this.admits(transaction)) call.receive(transaction);
      return;
    }
    switch (request.method) {
      case 'REGISTER':
        this.registrar.register(transaction);
        return;
      case 'OPTIONS':
        transaction.respond(200, { headers: [ALLOW, ['Accept', 'application/sdp']] });
        return;
      case 'INVITE':
        // Another INVITE of a call that is up, by another way (RFC 3261 §8.2.2.2).
        if (call !== undefined) transaction.respond(482, { phrase: 'Loop Detected' });
        else if (this.admits(transaction)) this.invite(transaction);
        return;
      case 'CANCEL':
        transaction.respond(481);
        return;
      default:
        transaction.respond(405, { headers: [ALLOW] });
    }
  }

  acknowledged(ack: SipRequest): void {
    this.calls.get(header(ack, 'call-id'))?.acknowledged();
  }

  unacknowledged(invite: SipRequest): void {
    this.calls.get(header(invite, 'call-id'))?.unacknowledged();
  }

  private invite(transaction: ServerTransaction): void {
    const { request } = transaction;
    const callId = header(request, 'call-id');
    const from = callerOf(request);
    const uri = parseUri(request.uri);
    const number = uri === undefined ? '' : numberOf(uri);
    const audio = negotiate(request.body, this.around.player.local, 1);
    this.around.log.append({ type: 'invite', callId, from, number });
    transaction.respond(100);
    const refusal = this.refusal(request, from, audio !== undefined);
    if (refusal !== undefined || audio === undefined) {
      const { code, ...answer } = refusal ?? { code: 488 };
      this.around.log.append({ type: 'rejected', callId, code });
      transaction.respond(code, answer);
      return;
    }
    const call = new Call(transaction, number, audio, this.around, () => this.calls.delete(callId));
    this.calls.set(callId, call);
  }

  private refusal(request: SipRequest, from: string, hasAudio: boolean) {
    const extensions = header(request, 'require');
    if (!this.registrar.isRegistered(from)) return { code: 403, phrase: 'Not Registered' };
    if (extensions !== '') return { code: 420, headers: [['Unsupported', extensions] as const] };
    if (!hasAudio) return { code: 488 };
    if (this.calls.size >= this.options.maxCalls) return { code: 503 };
    return undefined;
  }

  /** Challenges what is to be challenged. @returns false when the request has been answered */
  private admits(transaction: ServerTransaction): boolean {
    const { request } = transaction;
    if (!this.options.challenge.some((method) => method === request.method)) return true;
    const verdict = this.guard.judge(request, 'proxy-authorization');
    if (verdict.kind === 'challenge') {
      transaction.respond(407, { headers: [['Proxy-Authenticate', verdict.value]] });
      return false;
    }
    if (verdict.kind === 'accepted' && verdict.user === callerOf(request)) return true;
    transaction.respond(403);
    return false;
  }
}

function callerOf(request: SipRequest): string {
  return parseUri(addressOf(header(request, 'from')))?.user ?? '';
}
