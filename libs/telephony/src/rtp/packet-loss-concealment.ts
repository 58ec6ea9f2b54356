import { FRAME_SAMPLES } from './audio-codec.js';

/** The periods that a voice may have, samples: 200 down to 66 Hz (G.711 Appendix I). */
const SHORTEST_PERIOD = 40;
const LONGEST_PERIOD = 120;
/** What is compared to find the period, samples; at first only each second one of them. */
const WINDOW = 160;
const COARSE_STEP = 2;
const HISTORY = WINDOW + LONGEST_PERIOD;
/** How much of what goes before is faded into its repetition, as a share of the period. */
const OVERLAP = 1 / 4;
/** What is made up is as loud as what went before for so long, then fades until nothing is left, samples. */
const FULL_SAMPLES = 80;
/** The longest that is made up, samples: beyond it nobody knows what was said. */
export const LONGEST_CONCEALED = 3 * FRAME_SAMPLES;

/**
 * What is heard in place of lost packets: the last period of what went before, repeated and fading, after ITU-T G.711
 * Appendix I. Voices and tones go on through a lost packet that way, and their level and pitch with them.
 */
export class PacketLossConcealment {
  private readonly history = new Int16Array(HISTORY);
  /** The period that is repeated; beyond its end it begins anew. */
  private readonly period = new Int16Array(LONGEST_PERIOD);

  /** Takes what was heard. */
  heard(samples: Int16Array): void {
    const { history } = this;
    const kept = Math.min(samples.length, HISTORY);
    history.copyWithin(0, kept);
    history.set(samples.subarray(samples.length - kept), HISTORY - kept);
  }

  /** Silence was heard. */
  forget(): void {
    this.history.fill(0);
  }

  /** Fills `out` with what may have come next, which counts as heard. */
  conceal(out: Int16Array): void {
    const length = this.findPeriod();
    for (let n = 0; n < out.length; n++) {
      const left = (LONGEST_CONCEALED - n) / (LONGEST_CONCEALED - FULL_SAMPLES);
      out[n] = (this.period[n % length] as number) * Math.max(0, Math.min(1, left));
    }
    this.heard(out);
  }

  /** @returns its length, samples */
  private findPeriod(): number {
    const { history, period } = this;
    const about = this.mostAlike(SHORTEST_PERIOD, LONGEST_PERIOD, COARSE_STEP);
    const length = this.mostAlike(about - 1, Math.min(LONGEST_PERIOD, about + 1), 1);
    period.set(history.subarray(HISTORY - length));
    // The end of the period runs into its beginning: what went before the beginning is faded in.
    const overlap = Math.floor(length * OVERLAP);
    for (let n = 0; n < overlap; n++) {
      const share = (n + 1) / (overlap + 1);
      const before = history[HISTORY - length - overlap + n] as number;
      const at = length - overlap + n;
      period[at] = (1 - share) * (period[at] as number) + share * before;
    }
    return length;
  }

  /** @returns by how many samples the last of what was heard has to be moved to be most like itself */
  private mostAlike(from: number, to: number, step: number): number {
    const { history } = this;
    let best = from;
    let most = -Infinity;
    for (let lag = from; lag <= to; lag += step) {
      let product = 0;
      let power = 1;
      for (let n = HISTORY - WINDOW; n < HISTORY; n += step) {
        const before = history[n - lag] as number;
        product += (history[n] as number) * before;
        power += before * before;
      }
      const alike = product / Math.sqrt(power);
      if (alike > most) {
        most = alike;
        best = lag;
      }
    }
    return best;
  }
}
