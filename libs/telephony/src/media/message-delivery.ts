import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { RtpStream } from '../rtp/rtp-stream.js';
import type { AudioAnalysis } from './analysis.js';
import { EchoGate } from './echo-gate.js';
import { MOST_RESTARTS, type MessageResult, type MessageTask } from './message.js';
import { RecordedAudio } from './recorded-audio.js';

const SAMPLES_PER_MS = 8;
/** How much longer than the message itself its delivery may take: the peer may hold the call, ms. */
const HOLD_PATIENCE_MS = 30_000;

/**
 * Leaves a recorded message at a machine that was found out: waits until its greeting has ended, plays, and begins anew
 * where the greeting had not ended after all. While the peer holds the call nothing is played, and what is heard is not
 * the machine.
 */
export class MessageDelivery {
  readonly result: Promise<MessageResult>;
  private settle!: (result: MessageResult) => void;
  private readonly askedAt: number;
  private readonly echo = new EchoGate();
  private playing: { readonly audio: RecordedAudio; readonly begunAfterMs: number } | undefined;
  private begun = 0;
  private over = false;
  private deaf = false;
  private timer: Timer;

  constructor(
    private readonly stream: Pick<RtpStream, 'play' | 'stop' | 'held'>,
    private readonly analysis: AudioAnalysis,
    private readonly task: MessageTask,
    private readonly clock: Clock,
  ) {
    this.askedAt = clock.now().getTime();
    this.result = new Promise((resolve) => (this.settle = resolve));
    this.timer = clock.setTimer(task.greetingLimitMs, () => this.end({ kind: 'greeting-too-long' }));
    if (analysis.pushGreeting === undefined)
      this.end({ kind: 'failed', message: 'the detector does not tell when a greeting has ended' });
  }

  /** Takes the next 20 ms of what the machine says. */
  hear(frame: Int16Array): void {
    if (this.over || this.deaf || this.stream.held) return;
    if (this.greetingEnded(this.echo.pass(frame)) && this.begun <= MOST_RESTARTS) this.begin();
  }

  /** The call ended. Does nothing when the message has. */
  abort(): void {
    this.end(this.playing === undefined ? { kind: 'ended-in-greeting' } : this.asFarAsPlayed());
  }

  private greetingEnded(frame: Int16Array): boolean {
    try {
      return this.analysis.pushGreeting?.(frame) !== undefined;
    } catch (error) {
      // A message under way is better finished than broken off.
      this.deaf = true;
      const message = error instanceof Error ? error.message : String(error);
      if (this.playing === undefined) this.end({ kind: 'failed', message });
      return false;
    }
  }

  private begin(): void {
    this.begun += 1;
    const audio = new RecordedAudio(this.task.samples);
    this.playing = { audio, begunAfterMs: this.clock.now().getTime() - this.askedAt };
    this.timer.cancel();
    const longest = this.task.samples.length / SAMPLES_PER_MS + HOLD_PATIENCE_MS;
    this.timer = this.clock.setTimer(longest, () => this.abort());
    this.stream.play(
      (frame) => {
        const more = audio.next(frame);
        if (more) this.echo.sent(frame);
        return more;
      },
      () => this.end(this.asFarAsPlayed()),
    );
  }

  private asFarAsPlayed(): MessageResult {
    const { audio, begunAfterMs } = this.playing as NonNullable<typeof this.playing>;
    return { kind: audio.isWhole ? 'left' : 'cut-off', begunAfterMs, playedMs: audio.playedMs };
  }

  private end(result: MessageResult): void {
    if (this.over) return;
    this.over = true;
    this.timer.cancel();
    this.stream.stop();
    this.settle(result);
  }
}
