import type { CallFailure } from '@marcador/domain/sip-result.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { AnalysisResult, AnalysisTask } from '@marcador/telephony/media/analysis.js';
import type { MessageResult, MessageTask } from '@marcador/telephony/media/message.js';
import type { MediaFigures } from '@marcador/telephony/media/media-figures.js';
import type {
  AnsweredCall,
  CallEnd,
  DialRequest,
  DialResult,
  LeasedPort,
  OutboundCall,
  NotSent,
  PortHindrance,
  PortPool,
  TransferResult,
} from '@marcador/telephony/dialer-port.js';

/** A call in a test's hands: the test plays the network and the person. */
export class FakeCall implements OutboundCall, AnsweredCall {
  readonly callId: string;
  readonly dialledAt: Date;
  ringingAt: Date | undefined;
  answeredAt = new Date(NaN);
  readonly result: Promise<DialResult>;
  readonly ended: Promise<CallEnd>;
  /** The number a REFER asked for. */
  transferTo: string | undefined;
  over = false;
  /** Why we ended it. */
  hangUpReason: Parameters<AnsweredCall['hangUp']>[0];
  /** What the call is listened to by. */
  analysedBy: AnalysisTask | undefined;
  /** What is told of its audio at its end, or after it. */
  figures: MediaFigures | undefined | Promise<MediaFigures | undefined>;
  readonly media: Promise<MediaFigures | undefined>;
  /** The message that is to be left. */
  message: MessageTask | undefined;
  private resolveMessage: ((result: MessageResult) => void) | undefined;
  private resolveAnalysis: ((result: AnalysisResult) => void) | undefined;
  private resolveResult!: (result: DialResult) => void;
  private resolveEnded!: (end: CallEnd) => void;
  private resolveTransfer: ((result: TransferResult) => void) | undefined;

  constructor(
    readonly number: string,
    readonly port: string,
    private readonly clock: Clock,
    readonly callerId?: DialRequest['callerId'],
  ) {
    this.callId = `${number}@${clock.now().getTime()}`;
    this.dialledAt = clock.now();
    this.result = new Promise((resolve) => (this.resolveResult = resolve));
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve));
    this.media = this.ended.then(() => this.figures);
  }

  ring(): void {
    this.ringingAt = this.clock.now();
  }

  answer(): void {
    this.answeredAt = this.clock.now();
    this.resolveResult({ answered: true, call: this });
  }

  fail(failure: CallFailure | NotSent): void {
    this.over = true;
    this.resolveResult({ answered: false, failure });
  }

  /** The person hangs up. */
  hangUpByPeer(): void {
    this.end('peer');
  }

  transferEnds(result: TransferResult): void {
    this.resolveTransfer?.(result);
  }

  /** The media worker has a result. */
  analysisEnds(result: AnalysisResult): void {
    this.resolveAnalysis?.(result);
  }

  cancel(): void {
    if (Number.isNaN(this.answeredAt.getTime())) this.fail({ kind: 'cancelled' });
    else this.end('us');
  }

  analyse(task: AnalysisTask): Promise<AnalysisResult> {
    this.analysedBy = task;
    return new Promise((resolve) => (this.resolveAnalysis = resolve));
  }

  /** The media worker has left the message, or not. */
  messageEnds(result: MessageResult): void {
    this.resolveMessage?.(result);
  }

  leaveMessage(task: MessageTask): Promise<MessageResult> {
    this.message = task;
    return new Promise((resolve) => (this.resolveMessage = resolve));
  }

  transfer(to: string): Promise<TransferResult> {
    this.transferTo = to;
    return new Promise((resolve) => (this.resolveTransfer = resolve));
  }

  hangUp(reason?: Parameters<AnsweredCall['hangUp']>[0]): Promise<void> {
    this.hangUpReason ??= reason;
    this.end('us');
    return Promise.resolve();
  }

  private end(by: 'us' | 'peer'): void {
    this.over = true;
    this.resolveEnded({ by, at: this.clock.now() });
    this.resolveTransfer?.({ transferred: false, failure: { reason: 'caller-hung-up' } });
  }
}

/** Ports without a network. */
export class FakePortPool implements PortPool {
  /** Every call dialled, in order. */
  readonly calls: FakeCall[] = [];
  onDial: (call: FakeCall) => void = () => {};
  /** When a call may leave; a test may replace it. */
  turn = (): Promise<boolean> => Promise.resolve(true);
  private readonly listeners: (() => void)[] = [];
  private readonly taken = new Set<string>();

  constructor(
    private readonly size: number,
    private readonly clock: Clock,
  ) {}

  get idle(): number {
    return this.size - this.taken.size;
  }

  get hindrances(): readonly PortHindrance[] {
    return this.idle > 0 ? [] : [{ kind: 'all-ports-busy', ports: this.size }];
  }

  acquire(): LeasedPort | undefined {
    const name = Array.from({ length: this.size }, (_, n) => `port${n}`).find(
      (port) => !this.taken.has(port),
    );
    if (name === undefined) return undefined;
    this.taken.add(name);
    let call: FakeCall | undefined;
    return {
      name,
      turn: () => this.turn(),
      dial: ({ number, callerId }) => {
        call = new FakeCall(number, name, this.clock, callerId);
        this.calls.push(call);
        this.onDial(call);
        return call;
      },
      release: () => {
        if (call?.over === false) call.cancel();
        if (this.taken.delete(name)) for (const listener of this.listeners) listener();
      },
    };
  }

  onAvailable(listener: () => void): void {
    this.listeners.push(listener);
  }

  states(): [] {
    return [];
  }

  trunks(): [] {
    return [];
  }

  /** The calls that have not ended. */
  get open(): FakeCall[] {
    return this.calls.filter((call) => !call.over);
  }
}
