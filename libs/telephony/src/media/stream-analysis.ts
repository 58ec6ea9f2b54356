import type { RtpStream } from '../rtp/rtp-stream.js';
import { AfterVerdict } from './after-verdict.js';
import type { Analyser, AnalysisResult, AnalysisTask, AudioAnalysis } from './analysis.js';
import type { MessageResult, MessageTask } from './message.js';

const SAMPLES_PER_MS = 8;
/** Beyond the limit: audio may come late or not at all, ms. */
const AUDIO_PATIENCE_MS = 1000;

/** One analysis of a stream, from the moment it is asked for: what comes while the analyser is being made is kept for it. */
export class StreamAnalysis {
  readonly result: Promise<AnalysisResult>;
  private settle!: (result: AnalysisResult) => void;
  private analysis: AudioAnalysis | undefined;
  private afterVerdict: AfterVerdict | undefined;
  private waiting: Int16Array[] = [];
  private heard = 0;
  private over = false;
  private readonly limitSamples: number;
  private readonly timer: NodeJS.Timeout;
  private readonly stopListening: () => void;

  constructor(
    private readonly stream: RtpStream,
    analyser: Promise<Analyser>,
    private readonly task: Pick<AnalysisTask, 'limitMs' | 'messageMayFollow'>,
  ) {
    this.result = new Promise((resolve) => (this.settle = resolve));
    this.limitSamples = task.limitMs * SAMPLES_PER_MS;
    this.timer = setTimeout(() => this.timeIsUp(), task.limitMs + AUDIO_PATIENCE_MS);
    this.stopListening = stream.listen((frame) => this.hear(frame));
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
      this.analysis = analyser.analyse();
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
    clearTimeout(this.timer);
    if (result.kind === 'verdict' && this.task.messageMayFollow === true && this.analysis !== undefined)
      this.afterVerdict = new AfterVerdict(this.stream, this.analysis, this.stopListening);
    else this.stopListening();
    this.waiting = [];
    this.settle(result);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
