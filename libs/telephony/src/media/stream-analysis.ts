import { systemClock, type Clock, type Timer } from '@marcador/platform/clock.js';
import type { RtpStream } from '../rtp/rtp-stream.js';
import { AfterVerdict } from './after-verdict.js';
import type { Analyser, AnalysisResult, AnalysisTask, AudioAnalysis } from './analysis.js';
import type { MessageResult, MessageTask } from './message.js';

const SAMPLES_PER_MS = 8;
/** What of the last audio of the limit is still on its way: jitter, reordering and packets given up on, ms. */
const SETTLING_MS = 100;

/**
 * One analysis of a stream, from the moment it is asked for: what comes while the analyser is being made is kept for it.
 *
 * Its clock starts at the first packet; the verdict comes within the limit from there, whatever comes afterwards. Where
 * no packet comes within the limit, there is nothing to decide on.
 */
export class StreamAnalysis {
  readonly result: Promise<AnalysisResult>;
  private settle!: (result: AnalysisResult) => void;
  private analysis: AudioAnalysis | undefined;
  private afterVerdict: AfterVerdict | undefined;
  private waiting: Int16Array[] = [];
  private heard = 0;
  private over = false;
  private readonly limitSamples: number;
  private timer: Timer;
  private readonly stopListening: () => void;

  constructor(
    private readonly stream: RtpStream,
    analyser: Promise<Analyser>,
    private readonly task: Pick<AnalysisTask, 'limitMs' | 'messageMayFollow' | 'options'>,
    private readonly clock: Clock = systemClock,
  ) {
    this.result = new Promise((resolve) => (this.settle = resolve));
    this.limitSamples = task.limitMs * SAMPLES_PER_MS;
    this.timer = clock.setTimer(task.limitMs, () => this.end({ kind: 'no-audio' }));
    this.stopListening = stream.listen(
      (frame) => this.hear(frame),
      () => this.startClock(),
    );
    analyser.then(
      (made) => this.begin(made),
      (error: unknown) => this.fail(messageOf(error)),
    );
  }

  /** Also of the message that follows. Does nothing when all is over. */
  abort(reason: string): void {
    this.fail(reason);
    this.afterVerdict?.abort();
  }

  /** Leaves a message where the verdict was given. Fails where none may follow. Once. */
  leaveMessage(task: MessageTask): Promise<MessageResult> {
    return (
      this.afterVerdict?.leaveMessage(task) ??
      Promise.resolve({ kind: 'failed', message: 'nothing was heard that a message could follow' })
    );
  }

  private begin(analyser: Analyser): void {
    if (this.over) return;
    this.attempt(() => {
      this.analysis = analyser.analyse(this.task.options);
      return undefined;
    });
    const { waiting } = this;
    this.waiting = [];
    for (const frame of waiting) this.push(frame);
  }

  private hear(frame: Int16Array): void {
    if (this.analysis === undefined && !this.over) this.waiting.push(frame.slice());
    else this.push(frame);
  }

  private startClock(): void {
    if (this.over) return;
    this.timer.cancel();
    this.timer = this.clock.setTimer(this.task.limitMs + SETTLING_MS, () => this.timeIsUp());
  }

  private push(frame: Int16Array): void {
    if (this.over) {
      this.afterVerdict?.hear(frame);
      return;
    }
    this.heard += frame.length;
    const verdict = this.attempt(() => this.analysis?.push(frame));
    if (verdict !== undefined) this.end({ kind: 'verdict', verdict });
    else if (this.heard >= this.limitSamples) this.finish();
  }

  private timeIsUp(): void {
    this.stream.settle();
    if (this.analysis === undefined) this.fail('the detector was not loaded in time');
    else this.finish();
  }

  private finish(): void {
    if (this.over) return;
    const verdict = this.attempt(() => this.analysis?.finish());
    if (!this.over) this.end({ kind: 'verdict', verdict });
  }

  private attempt(step: () => unknown): unknown {
    try {
      return step();
    } catch (error) {
      this.fail(messageOf(error));
      return undefined;
    }
  }

  private fail(message: string): void {
    this.end({ kind: 'failed', message });
  }

  private end(result: AnalysisResult): void {
    if (this.over) return;
    this.over = true;
    this.timer.cancel();
    if (result.kind === 'verdict' && this.task.messageMayFollow === true && this.analysis !== undefined)
      this.afterVerdict = new AfterVerdict(this.stream, this.analysis, this.stopListening, this.clock);
    else this.stopListening();
    this.waiting = [];
    this.settle(result);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
