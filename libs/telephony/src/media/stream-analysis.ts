import type { RtpStream } from '../rtp/rtp-stream.js';
import type { Analyser, AnalysisResult, AudioAnalysis } from './analysis.js';

const SAMPLES_PER_MS = 8;
/** Beyond the limit: audio may come late or not at all, ms. */
const AUDIO_PATIENCE_MS = 1000;

/** One analysis of a stream, from the moment it is asked for: what comes while the analyser is being made is kept for it. */
export class StreamAnalysis {
  readonly result: Promise<AnalysisResult>;
  private settle!: (result: AnalysisResult) => void;
  private analysis: AudioAnalysis | undefined;
  private waiting: Int16Array[] = [];
  private heard = 0;
  private over = false;
  private readonly limitSamples: number;
  private readonly timer: NodeJS.Timeout;
  private readonly stopListening: () => void;

  constructor(stream: RtpStream, analyser: Promise<Analyser>, limitMs: number) {
    this.result = new Promise((resolve) => (this.settle = resolve));
    this.limitSamples = limitMs * SAMPLES_PER_MS;
    this.timer = setTimeout(() => this.timeIsUp(), limitMs + AUDIO_PATIENCE_MS);
    this.stopListening = stream.listen((frame) => this.hear(frame));
    analyser.then(
      (made) => this.begin(made),
      (error: unknown) => this.fail(messageOf(error)),
    );
  }

  /** Does nothing when it is over. */
  abort(reason: string): void {
    this.fail(reason);
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
    if (this.over) return;
    if (this.analysis === undefined) this.waiting.push(frame.slice());
    else this.push(frame);
  }

  private push(frame: Int16Array): void {
    if (this.over) return;
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
    this.stopListening();
    this.waiting = [];
    this.settle(result);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
