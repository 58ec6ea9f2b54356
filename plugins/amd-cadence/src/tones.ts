/** Of more, the last takes the place of the one before it. */
const MOST = 32;

/** The tones of a call in order: when, and of which frequency; of two, the lower. Allocates nothing after its construction. */
export class Tones {
  count = 0;
  /** How many there were, kept or not. */
  total = 0;

  private readonly starts = new Int32Array(MOST);
  private readonly ends = new Int32Array(MOST);
  private readonly frequencies = new Float32Array(MOST);

  /** The last tone reaches to that time; a new one begins when it has not begun there. */
  grow(fromMs: number, toMs: number, hz: number): void {
    if (this.count === 0 || this.fromMs(this.count - 1) !== fromMs) {
      this.total++;
      if (this.count < MOST) this.count++;
      this.starts[this.count - 1] = fromMs;
      this.frequencies[this.count - 1] = hz;
    }
    this.ends[this.count - 1] = toMs;
  }

  fromMs(tone: number): number {
    return this.starts[tone] as number;
  }

  toMs(tone: number): number {
    return this.ends[tone] as number;
  }

  hz(tone: number): number {
    return this.frequencies[tone] as number;
  }
}
