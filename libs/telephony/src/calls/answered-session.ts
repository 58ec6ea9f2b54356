import type { Clock } from '@marcador/platform/clock.js';
import type { Bye } from 'sip.js/lib/api/bye.js';
import type { Session } from 'sip.js/lib/api/session.js';
import { SessionState } from 'sip.js/lib/api/session-state.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import type { AnalysisResult, AnalysisTask } from '../media/analysis.js';
import type { AnsweredCall, CallEnd, LeasedPort, TransferResult } from '../dialer-port.js';
import type { MediaFigures } from '../media/media-figures.js';
import type { MessageResult, MessageTask } from '../media/message.js';
import { MediaSession } from '../rtp/media-session.js';
import { q850ReasonOf } from '../sip/reason-header.js';
import { consult } from './consultation.js';
import { reasonField, type EndReason } from './end-reason.js';
import { Renegotiation } from './renegotiation.js';
import type { SessionInterval } from './session-interval.js';
import { SessionKeeper } from './session-keeper.js';
import { Transfer, type TransferOptions } from './transfer.js';

/** "Recovery on timer expiry": how Q.850 calls a peer that is no longer there. */
const VANISHED = 102;

export interface AnsweredSessionDeps {
  readonly clock: Clock;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
  readonly transfer: TransferOptions;
  /** The URI that a transfer's target stands for. */
  readonly uriOf: (target: string) => URI;
  /** Another port in its turn to dial, for the consultation of an attended transfer. */
  readonly leaseAnother: () => Promise<LeasedPort | undefined>;
}

/** How the call was answered. */
export interface Answer {
  readonly response: IncomingResponseMessage;
  /** The bargaining over the session interval; without it the session does not expire. */
  readonly interval: SessionInterval | undefined;
}

/** An {@link AnsweredCall} on an established session of sip.js. */
export class AnsweredSession implements AnsweredCall {
  readonly answeredAt: Date;
  readonly ended: Promise<CallEnd>;
  readonly media: Promise<MediaFigures | undefined>;
  /** Resolves when nothing of the call is left on the wire: our BYE has its final response. */
  readonly over: Promise<void>;
  /** What the peer asks for inside the dialog. */
  readonly renegotiation: Renegotiation;
  private readonly keeper: SessionKeeper | undefined;
  private settleEnd!: (end: CallEnd) => void;
  private settleOver!: () => void;
  private settleMedia!: (figures: Promise<MediaFigures | undefined> | undefined) => void;
  private hasEnded = false;
  private transferring: Transfer | undefined;
  private hangingUp: Promise<void> | undefined;

  constructor(
    readonly session: Session,
    private readonly deps: AnsweredSessionDeps,
    { response, interval }: Answer,
  ) {
    this.answeredAt = deps.clock.now();
    this.ended = new Promise((resolve) => (this.settleEnd = resolve));
    this.media = new Promise((resolve) => (this.settleMedia = resolve));
    this.over = new Promise((resolve) => (this.settleOver = resolve));
    const contact = session.userAgent.contact.toString();
    const { clock, random } = deps;
    const onLost = () => this.lose('session-expired');
    this.keeper = interval && new SessionKeeper(session, interval, { clock, random, contact, onLost });
    this.renegotiation = new Renegotiation(session, this.keeper, contact);
    this.keeper?.answered(response);
    session.stateChange.addListener((state) => {
      if (state === SessionState.Terminated) this.terminated();
    });
  }

  analyse(task: AnalysisTask): Promise<AnalysisResult> {
    const stream = this.mediaSession?.stream;
    return stream?.analyse(task) ?? Promise.resolve({ kind: 'failed', message: 'the call has no audio' });
  }

  leaveMessage(task: MessageTask): Promise<MessageResult> {
    const stream = this.mediaSession?.stream;
    return (
      stream?.leaveMessage(task) ?? Promise.resolve({ kind: 'failed', message: 'the call has no audio' })
    );
  }

  transfer(to: string): Promise<TransferResult> {
    return this.deps.transfer.kind === 'attended'
      ? this.transferAttended(to)
      : this.refer(this.deps.uriOf(to)).result;
  }

  hangUp(reason?: EndReason): Promise<void> {
    this.hangingUp ??= this.endAfterTransfer(reason);
    return this.hangingUp;
  }

  /** The peer's BYE came. */
  peerHungUp(bye: Bye): void {
    void bye.accept();
    const { q850Cause } = q850ReasonOf(bye.request);
    this.end({ by: 'peer', at: this.deps.clock.now(), ...(q850Cause === undefined ? {} : { q850Cause }) });
    this.transferring?.peerHungUp();
    this.settleOver();
  }

  /** The peer is no longer there: it neither refreshes nor acknowledges. */
  lose(reason: EndReason): void {
    if (this.hasEnded) return;
    this.end({ by: 'peer', at: this.deps.clock.now(), q850Cause: VANISHED });
    this.transferring?.end();
    this.hangingUp = this.bye(reason);
  }

  /** A call to the target comes first; the person takes its place in it (RFC 5589 §7, RFC 3891). */
  private async transferAttended(to: string): Promise<TransferResult> {
    const { transfer, leaseAnother } = this.deps;
    const consultation = await consult(to, transfer.timeoutMs, leaseAnother, this.ended);
    if ('failure' in consultation) {
      const failure = this.hasEnded ? ({ reason: 'caller-hung-up' } as const) : consultation.failure;
      return { transferred: false, failure };
    }
    const { result, finished } = this.refer(consultation.session);
    const { transferred } = await result;
    void finished.then(() => consultation.end(transferred ? 'transferred' : 'transfer-failed'));
    return result;
  }

  private refer(target: URI | Session): Pick<Transfer, 'result' | 'finished'> {
    this.transferring?.end();
    const transfer = new Transfer(this.deps.transfer, this.deps.clock);
    if (this.hasEnded) {
      transfer.peerHungUp();
      return transfer;
    }
    this.transferring = transfer;
    transfer.begin(this.session, target);
    void transfer.result.then(({ transferred }) => {
      if (transferred) void this.hangUp('transferred');
    });
    return transfer;
  }

  private get mediaSession(): MediaSession | undefined {
    const handler = this.session.sessionDescriptionHandler;
    return handler instanceof MediaSession ? handler : undefined;
  }

  private async endAfterTransfer(reason: EndReason | undefined): Promise<void> {
    // A hand-over that counts already may still be on its way: our BYE would cut it off.
    await this.transferring?.finished;
    if (this.hasEnded) return;
    const answered = this.bye(reason);
    this.end({ by: 'us', at: this.deps.clock.now() });
    await answered;
  }

  private async bye(reason: EndReason | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => resolve();
      this.session
        .bye({
          requestDelegate: { onAccept: done, onRedirect: done, onReject: done },
          requestOptions: { extraHeaders: [reasonField(reason)] },
        })
        .catch(done);
    });
    this.settleOver();
  }

  /** sip.js ended the session by itself: a re-INVITE went wrong. */
  private terminated(): void {
    if (this.hasEnded || this.hangingUp !== undefined) return;
    this.end({ by: 'us', at: this.deps.clock.now() });
    this.settleOver();
  }

  private end(end: CallEnd): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.keeper?.stop();
    this.settleEnd(end);
    this.settleMedia(this.mediaSession?.finish());
    if (end.by === 'us') this.transferring?.end();
  }
}
