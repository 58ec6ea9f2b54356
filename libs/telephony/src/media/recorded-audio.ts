import { FRAME_SAMPLES } from '../rtp/audio-codec.js';
import { FRAME_MS } from '../rtp/media-clock.js';

/**
 * Silence after a message: its last packet is filled, and nothing of it is cut off by what a machine takes away with the
 * end of the call, ms.
 */
const TAIL_MS = 500;

/** A recorded message on its way out, frame by frame. */
export class RecordedAudio {
  private position = 0;

  constructor(private readonly samples: Int16Array) {}

  /** Of the message, how much was sent. */
  get playedMs(): number {
    return Math.round((Math.min(this.position, this.samples.length) * FRAME_MS) / FRAME_SAMPLES);
  }

  /** Whether all of it was sent, whether or not the silence after it was. */
  get isWhole(): boolean {
    return this.position >= this.samples.length;
  }

  /** Fills the next 20 ms. @returns false at the end of the silence that follows the message */
  next(frame: Int16Array): boolean {
    const end = this.samples.length + (TAIL_MS / FRAME_MS) * FRAME_SAMPLES;
    if (this.position >= end) return false;
    const rest = this.samples.subarray(this.position, this.position + frame.length);
    frame.set(rest);
    frame.fill(0, rest.length);
    this.position += frame.length;
    return true;
  }
}
