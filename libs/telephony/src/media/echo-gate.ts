import { FRAME_SAMPLES } from '../rtp/audio-codec.js';

/** How long an echo is on its way, frames: 800 ms, there and back over two mobile networks with their buffers. */
const ECHO_FRAMES = 40;
/** An echo is weaker than what it is of by so much at least, as power: 10 dB. Lines lose 6 dB at the worst (G.168), most of them twice that. */
const ECHO_LOSS = 0.1;

/**
 * Keeps the echo of what we send from what is heard: where the other side is no louder than an echo could be, it counts
 * as silent. Somebody who talks into a message is louder, at least for moments.
 */
export class EchoGate {
  private readonly sentPowers = new Float64Array(ECHO_FRAMES);
  private at = 0;
  private sending = 0;
  private readonly silence = new Int16Array(FRAME_SAMPLES);

  /** Takes 20 ms that are being sent. */
  sent(frame: Int16Array): void {
    this.sending = Math.max(this.sending, powerOf(frame));
  }

  /** Takes 20 ms of the other side. @returns them, or silence where they may be an echo; to be read before the next ones */
  pass(frame: Int16Array): Int16Array {
    this.sentPowers[this.at++ % ECHO_FRAMES] = this.sending;
    this.sending = 0;
    return powerOf(frame) < ECHO_LOSS * Math.max(...this.sentPowers) ? this.silence.fill(0) : frame;
  }
}

function powerOf(frame: Int16Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return sum / frame.length;
}
