/** The lags looked at, in samples at 4000 Hz: from 400 Hz to 70 Hz. */
const SHORTEST_LAG = 10;
const LONGEST_LAG = 57;
/** Two periods of the lowest voice fit in: 30 ms. */
const WINDOW = 120;
const HISTORY = WINDOW + LONGEST_LAG + 1;
/** How alike one period and the next are in voiced speech. */
const LEAST_LIKENESS = 0.55;
/** A shorter lag that is nearly as good is the period; the longest one is a multiple of it. */
const NEARLY = 0.88;

// Of one frame at a time, whosever it is.
const likeness = new Float32Array(LONGEST_LAG + 2);

/** Finds the pitch of a voice by how alike the signal is to itself one period ago. Allocates nothing per frame. */
export class Pitch {
  /** Of the last 45 ms, Hz; 0 where there is no voiced speech. */
  hz = 0;

  /** The last samples at 4000 Hz, oldest first. */
  private readonly samples = new Float32Array(HISTORY);
  private last = 0;

  /** Takes the next samples at 8000 Hz, an even number of them. */
  push(frame: Int16Array): void {
    const { samples } = this;
    const count = frame.length / 2;
    samples.copyWithin(0, count);
    for (let n = 0; n < count; n++) {
      const middle = frame[2 * n] as number;
      const right = frame[2 * n + 1] as number;
      samples[HISTORY - count + n] = (this.last + 2 * middle + right) / 4;
      this.last = right;
    }
  }

  /** Measures {@link hz}. */
  measure(): void {
    const best = this.compare();
    this.hz = 0;
    if (best === 0 || (likeness[best] as number) < LEAST_LIKENESS) return;
    const enough = NEARLY * (likeness[best] as number);
    let lag = SHORTEST_LAG;
    while (lag < best && !((likeness[lag] as number) >= enough && isPeak(lag))) lag++;
    this.hz = 4000 / (lag + peakOffset(lag));
  }

  /** Fills {@link likeness}. @returns the lag of the highest peak, 0 if there is none */
  private compare(): number {
    const { samples } = this;
    const start = HISTORY - WINDOW;
    let mean = 0;
    for (let n = 0; n < HISTORY; n++) mean += samples[n] as number;
    mean /= HISTORY;
    let energy = 0;
    for (let n = start; n < HISTORY; n++) energy += ((samples[n] as number) - mean) ** 2;
    let lagged = energy;
    let best = 0;
    for (let lag = 1; lag <= LONGEST_LAG + 1; lag++) {
      lagged +=
        ((samples[start - lag] as number) - mean) ** 2 - ((samples[HISTORY - lag] as number) - mean) ** 2;
      if (lag < SHORTEST_LAG - 1) continue;
      let sum = 0;
      for (let n = start; n < HISTORY; n++) {
        sum += ((samples[n] as number) - mean) * ((samples[n - lag] as number) - mean);
      }
      likeness[lag] = sum / Math.sqrt(energy * lagged + 1);
    }
    for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++) {
      if (isPeak(lag) && (best === 0 || (likeness[lag] as number) > (likeness[best] as number))) best = lag;
    }
    return best;
  }
}

function isPeak(lag: number): boolean {
  const here = likeness[lag] as number;
  return here >= (likeness[lag - 1] as number) && here >= (likeness[lag + 1] as number);
}

/** Where a parabola through three values is highest. */
function peakOffset(lag: number): number {
  const left = likeness[lag - 1] as number;
  const right = likeness[lag + 1] as number;
  const curvature = left - 2 * (likeness[lag] as number) + right;
  return curvature < 0 ? (left - right) / (2 * curvature) : 0;
}
