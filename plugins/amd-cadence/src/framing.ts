import { FRAME_SAMPLES } from './frame-analysis.js';

/** Cuts packets of any length into frames. Allocates nothing after its construction. */
export class Framing {
  private readonly frame = new Int16Array(FRAME_SAMPLES);
  private filled = 0;

  /** Lets `hear` have every frame that is full, until it answers something. */
  push<T>(samples: Int16Array, hear: (frame: Int16Array) => T | undefined): T | undefined {
    // Packets mostly are frames: those are not copied.
    if (this.filled === 0 && samples.length === FRAME_SAMPLES) return hear(samples);
    let taken = 0;
    while (taken < samples.length) {
      const some = Math.min(FRAME_SAMPLES - this.filled, samples.length - taken);
      for (let n = 0; n < some; n++) this.frame[this.filled + n] = samples[taken + n] as number;
      this.filled += some;
      taken += some;
      if (this.filled < FRAME_SAMPLES) break;
      this.filled = 0;
      const answer = hear(this.frame);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
}
