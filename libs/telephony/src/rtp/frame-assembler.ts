import { FRAME_SAMPLES } from './audio-codec.js';
import { LONGEST_CONCEALED, PacketLossConcealment } from './packet-loss-concealment.js';

/** A jump of the timestamp beyond this many samples (2 s) is another time line, not silence. */
const LONGEST_GAP = 16_000;

/** What is made up for lost packets, on its way into frames. */
const concealed = new Int16Array(LONGEST_CONCEALED);

/**
 * Cuts decoded audio into frames of 20 ms along its RTP timestamps: what was lost is concealed, what was not sent becomes
 * silence, what was replaced by silence already is left out when it comes too late.
 */
export class FrameAssembler {
  private readonly frame = new Int16Array(FRAME_SAMPLES);
  private filled = 0;
  /** The timestamp of the next sample to come. */
  private position: number | undefined;
  private readonly concealment = new PacketLossConcealment();

  /** @param sink gets the same array every time */
  constructor(private readonly sink: (frame: Int16Array) => void) {}

  /**
   * @param timestamp of the first sample, 32 bit
   * @param lost how many samples before it were sent and did not come
   * @returns whether any of it was in time
   */
  push(samples: Int16Array, timestamp: number, lost = 0): boolean {
    const jump = this.jumpTo(timestamp);
    if (jump > 0) this.silence(jump - this.conceal(Math.min(lost, jump)));
    const late = Math.max(0, -jump);
    if (late >= samples.length) return false;
    this.position = (timestamp + samples.length) >>> 0;
    const heard = samples.subarray(late);
    this.concealment.heard(heard);
    this.append(heard);
    return true;
  }

  /**
   * What follows is silence from a timestamp on, which begins the time line where there is none.
   * @returns how many samples were filled in up to there
   */
  silenceUntil(timestamp: number): number {
    const filled = Math.max(0, this.jumpTo(timestamp));
    this.silence(filled);
    this.position ??= timestamp;
    return filled;
  }

  /** Forgets the time line: the next audio begins a new one. */
  restart(): void {
    this.position = undefined;
  }

  /** Fills with silence; the time line goes on. Does nothing before the first audio. */
  silence(samples: number): void {
    if (this.position === undefined || samples === 0) return;
    this.concealment.forget();
    this.position = (this.position + samples) >>> 0;
    for (let left = samples; left > 0;) {
      const count = Math.min(left, FRAME_SAMPLES - this.filled);
      this.frame.fill(0, this.filled, this.filled + count);
      left -= count;
      this.advance(count);
    }
  }

  /** @returns how many samples it made up */
  private conceal(samples: number): number {
    if (samples === 0) return 0;
    const made = concealed.subarray(0, samples);
    this.concealment.conceal(made);
    this.append(made);
    return made.length;
  }

  /** How far it is ahead of the time line; negative: behind. */
  private jumpTo(timestamp: number): number {
    const jump = this.position === undefined ? 0 : (timestamp - this.position) | 0;
    return Math.abs(jump) > LONGEST_GAP ? 0 : jump;
  }

  private append(samples: Int16Array): void {
    for (let at = 0; at < samples.length;) {
      const count = Math.min(samples.length - at, FRAME_SAMPLES - this.filled);
      this.frame.set(samples.subarray(at, at + count), this.filled);
      at += count;
      this.advance(count);
    }
  }

  private advance(count: number): void {
    this.filled += count;
    if (this.filled < FRAME_SAMPLES) return;
    this.filled = 0;
    this.sink(this.frame);
  }
}
