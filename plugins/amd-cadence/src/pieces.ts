/** More than fit between the answer and the longest deadline. */
const MOST = 96;

/** When somebody spoke: pieces of speech in order, ms after the answer. Allocates nothing after its construction. */
export class Pieces {
  count = 0;

  private readonly starts = new Int32Array(MOST);
  private readonly ends = new Int32Array(MOST);

  /** The last piece reaches to that time; a new one begins when it has not begun there. */
  grow(startMs: number, endMs: number): void {
    if (this.count === 0 || this.startOf(this.count - 1) !== startMs) {
      if (this.count < MOST) this.count++;
      this.starts[this.count - 1] = startMs;
    }
    this.ends[this.count - 1] = endMs;
  }

  startOf(piece: number): number {
    return this.starts[piece] as number;
  }

  endOf(piece: number): number {
    return this.ends[piece] as number;
  }

  lengthOf(piece: number): number {
    return this.endOf(piece) - this.startOf(piece);
  }

  /** When speech first began; `undefined` until there was a piece long enough to be speech. */
  get onsetMs(): number | undefined {
    return this.count === 0 ? undefined : this.startOf(0);
  }

  /** Where speech last ended; now, while it lasts. 0 before there was any. */
  get endMs(): number {
    return this.count === 0 ? 0 : this.endOf(this.count - 1);
  }

  /** From where speech first began to where it last ended. */
  get spanMs(): number {
    return this.count === 0 ? 0 : this.endMs - this.startOf(0);
  }

  /** How long there was speech within that time. */
  speechBetween(fromMs: number, toMs: number): number {
    let sum = 0;
    for (let piece = this.count - 1; piece >= 0 && this.endOf(piece) > fromMs; piece--)
      sum += Math.max(0, Math.min(toMs, this.endOf(piece)) - Math.max(fromMs, this.startOf(piece)));
    return sum;
  }

  /** How long there has been speech in all. */
  get speechMs(): number {
    let sum = 0;
    for (let piece = 0; piece < this.count; piece++) sum += this.lengthOf(piece);
    return sum;
  }
}
