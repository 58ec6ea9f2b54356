import type { CallFailure } from '@marcador/domain/sip-result.js';
import type { Timer } from '@marcador/platform/clock.js';
import type { Inviter } from 'sip.js/lib/api/inviter.js';
import { SessionState } from 'sip.js/lib/api/session-state.js';
import type { UserAgent } from 'sip.js/lib/api/user-agent.js';
import type { IncomingResponse } from 'sip.js/lib/core/messages/incoming-response.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { DialRequest, DialResult, NotSent, OutboundCall } from '../dialer-port.js';
import { abandonInvite } from '../sip/abandon-invite.js';
import { EarlyAnswers } from '../sip/early-answers.js';
import { transactionTimeout } from '../sip/timers.js';
import { SharedTransport } from '../sip/shared-transport.js';
import { AnsweredSession } from './answered-session.js';
import { failureOfResponse } from './call-failure.js';
import { makeInviter, type InviterDeps } from './call-inviter.js';
import { EarlyDialogs } from './early-dialogs.js';
import { reasonField, type EndReason } from './end-reason.js';
import { takeOverDialog } from './in-dialog.js';
import { SessionInterval } from './session-interval.js';
import { observeInviter } from './observe-inviter.js';
import { UnwantedAnswers } from './unwanted-answers.js';

/** Final responses that say nothing of the called party: to our CANCEL, and a challenge that crossed it. */
const SAYS_NOTHING = [401, 407, 487];

/** Why we gave up a call that was not answered. */
type GivingUp = Extract<CallFailure, { kind: 'ring-timeout' | 'cancelled' }>;

/** An {@link OutboundCall} on an Inviter of sip.js: INVITE, ring time-out, CANCEL, and its answer or failure. */
export class DialledCall implements OutboundCall {
  readonly callId: string;
  readonly result: Promise<DialResult>;
  /** Resolves when nothing of the call is left on the wire, so that its port may carry another. */
  readonly over: Promise<void>;
  private readonly inviter: Inviter;
  private readonly interval: SessionInterval | undefined;
  private readonly earlyAnswers = new EarlyAnswers();
  private readonly unwanted: UnwantedAnswers;
  private settleResult!: (result: DialResult) => void;
  private settleOver!: () => void;
  private leftAt: Date;
  private rangAt: Date | undefined;
  private responded = false;
  private givingUp: GivingUp | undefined;
  private answer: IncomingResponseMessage | undefined;
  private answered: AnsweredSession | undefined;
  private settled = false;
  /** Whether the INVITE has left. */
  private left = false;
  private readonly ringTimer: Timer;
  private cancelTimer: Timer | undefined;

  constructor(
    private readonly userAgent: UserAgent,
    private readonly deps: InviterDeps,
    request: DialRequest,
  ) {
    this.result = new Promise((resolve) => (this.settleResult = resolve));
    this.over = new Promise((resolve) => (this.settleOver = resolve));
    const { sessionIntervalSeconds: seconds } = deps.calls;
    this.interval = seconds === undefined ? undefined : new SessionInterval(seconds);
    this.inviter = makeInviter(userAgent, deps, request, this.interval);
    this.unwanted = new UnwantedAnswers(this.inviter, () => this.cancelReason);
    this.callId = this.inviter.request.callId;
    this.leftAt = deps.clock.now();
    this.inviter.delegate = {
      onBye: (bye) => this.answered?.peerHungUp(bye),
      // Without a delegate sip.js would follow it and call whomever the peer names.
      onRefer: (referral) => void referral.reject({ statusCode: 603 }),
      // Before a REFER of ours there is nothing to be notified of.
      onNotify: (notification) => void notification.reject({ statusCode: 489 }),
    };
    const earlyDialogs = new EarlyDialogs(this.inviter);
    observeInviter(this.inviter, {
      progressed: (dialog) => earlyDialogs.progressed(dialog),
      answering: (response, dialog) => {
        this.answer = response;
        earlyDialogs.answering(dialog);
      },
      answered: (dialog) => takeOverDialog(this.inviter, dialog, () => this.answered),
    });
    this.inviter.stateChange.addListener((state) => this.changed(state));
    this.ringTimer = deps.clock.setTimer(request.ringTimeoutMs, () => this.giveUp({ kind: 'ring-timeout' }));
    void this.invite();
  }

  get dialledAt(): Date {
    return this.leftAt;
  }

  get ringingAt(): Date | undefined {
    return this.rangAt;
  }

  cancel(): void {
    if (this.answered !== undefined) void this.answered.hangUp('stopped');
    else this.giveUp({ kind: 'cancelled' });
  }

  /** Sees each response of the user agent; sip.js itself drops an 18x without To tag or Contact. */
  sawResponse(response: IncomingResponseMessage): void {
    const { callId, method, statusCode } = response;
    if (callId !== this.callId || method !== 'INVITE' || statusCode === undefined) return;
    if (this.answer === undefined) this.earlyAnswers.sift(response);
    this.responded = true;
    if (statusCode >= 180 && statusCode < 190) this.rangAt ??= this.deps.clock.now();
  }

  private async invite(): Promise<void> {
    const failed = ({ message }: IncomingResponse) => this.fail(this.failureOf(message));
    try {
      await this.inviter.invite({
        requestDelegate: { onReject: failed, onRedirect: failed },
      });
      this.left = true;
      this.leftAt = this.deps.clock.now();
    } catch (error) {
      // The media socket could not be opened, or the call was given up before.
      const message = error instanceof Error ? error.message : String(error);
      this.fail({ kind: 'not-sent', lacks: 'audio', message });
    }
  }

  private failureOf(response: IncomingResponseMessage): CallFailure | NotSent {
    const { transport } = this.userAgent;
    const sendError = transport instanceof SharedTransport ? transport.lastError : undefined;
    const failure = failureOfResponse(response, sendError);
    if (failure.kind === 'transport-failure' && !this.responded)
      return { kind: 'not-sent', lacks: 'way', message: failure.message };
    // Another refusal than the 487 crossed our CANCEL: it says more. Without any response nothing ever rang.
    const ownWord =
      (failure.kind === 'response' && !SAYS_NOTHING.includes(failure.sipCode)) || !this.responded;
    return this.givingUp === undefined || ownWord ? failure : this.givingUp;
  }

  private changed(state: SessionState): void {
    if (state === SessionState.Established) this.accept();
    // The final response is told after the state: what it leaves open ended without one.
    else if (state === SessionState.Terminated) queueMicrotask(() => this.terminated());
  }

  private accept(): void {
    if (this.answer === undefined) throw new Error('A call was answered without a response');
    this.ringTimer.cancel();
    this.answered = new AnsweredSession(this.inviter, this.deps, {
      response: this.answer,
      interval: this.interval,
    });
    void this.answered.over.then(() => this.settleOver());
    this.settled = true;
    this.settleResult({ answered: true, call: this.answered });
  }

  /** Neither answered nor refused: a 2xx crossed our CANCEL, or its session description was of no use. */
  private terminated(): void {
    const unusable = { kind: 'response', sipCode: 488, phrase: 'Not Acceptable Here' } as const;
    if (this.left && this.answered === undefined) this.fail(this.givingUp ?? unusable);
  }

  private giveUp(reason: GivingUp): void {
    if (this.settled || this.givingUp !== undefined) return;
    this.givingUp = reason;
    this.ringTimer.cancel();
    this.inviter.cancel({ extraHeaders: [reasonField(this.cancelReason)] }).catch(() => {});
    if (this.settled) return;
    // Where no final response follows the CANCEL, the call counts as cancelled then (RFC 3261 §9.1).
    this.cancelTimer = this.deps.clock.setTimer(transactionTimeout(), () => {
      abandonInvite(this.userAgent, this.inviter);
      this.fail(this.responded ? reason : { kind: 'no-response' });
    });
  }

  private get cancelReason(): EndReason | undefined {
    if (this.givingUp?.kind !== 'ring-timeout') return this.givingUp && 'stopped';
    return this.rangAt === undefined ? 'not-alerted' : 'no-answer';
  }

  private fail(failure: CallFailure | NotSent): void {
    if (this.settled) return;
    this.settled = true;
    this.ringTimer.cancel();
    this.cancelTimer?.cancel();
    this.settleResult({ answered: false, failure });
    void this.unwanted.ended().then(() => this.settleOver());
  }
}
