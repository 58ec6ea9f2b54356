const MOST = 20;

/** How little frames have to differ to be one tone. */
export interface Steadiness {
  readonly frames: number;
  /** What share of the power the peaks hold at least, or the first of them alone: music in the background has others. */
  readonly share?: number;
  readonly alone?: number;
  /** The most that frequency and level deviate (standard deviations). */
  readonly hzSd: number;
  readonly dbSd: number;
}

/** The last frames of what may be a tone, in rings. */
export class SteadyFrames {
  count = 0;
  lastHz = 0;

  private readonly hz = new Float64Array(MOST);
  private readonly db = new Float64Array(MOST);
  private readonly share = new Float64Array(MOST);
  private readonly alone = new Float64Array(MOST);

  add(hz: number, db: number, share: number, alone: number): void {
    const at = this.count++ % MOST;
    this.lastHz = hz;
    this.hz[at] = hz;
    this.db[at] = db;
    this.share[at] = share;
    this.alone[at] = alone;
  }

  clear(): void {
    this.count = 0;
  }

  /** Whether the last `frames` are as steady and as pure as that. */
  are({ share = 0, alone = 0, hzSd, dbSd }: Steadiness, frames: number): boolean {
    if (this.count < frames || frames > MOST) return false;
    for (let back = 1; back <= frames; back++)
      if (this.back(this.share, back) < share || this.back(this.alone, back) < alone) return false;
    return this.deviation(this.hz, frames) < hzSd && this.deviation(this.db, frames) < dbSd;
  }

  private deviation(ring: Float64Array, frames: number): number {
    let sum = 0;
    for (let back = 1; back <= frames; back++) sum += this.back(ring, back);
    const mean = sum / frames;
    let squares = 0;
    for (let back = 1; back <= frames; back++) squares += (this.back(ring, back) - mean) ** 2;
    return Math.sqrt(squares / frames);
  }

  private back(ring: Float64Array, back: number): number {
    return ring[(this.count - back) % MOST] as number;
  }
}
