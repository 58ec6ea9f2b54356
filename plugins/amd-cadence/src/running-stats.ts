/** Mean and standard deviation of values as they come. */
export class RunningStats {
  count = 0;
  mean = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    const delta = value - this.mean;
    this.mean += delta / this.count;
    this.squares += delta * (value - this.mean);
  }

  clear(): void {
    this.count = 0;
    this.mean = 0;
    this.squares = 0;
  }

  /** 0 for fewer than two values. */
  get sd(): number {
    return this.count < 2 ? 0 : Math.sqrt(this.squares / this.count);
  }
}

/** The last values, at most so many. */
export class RecentValues {
  private readonly values: Float32Array;
  private added = 0;

  constructor(most: number) {
    this.values = new Float32Array(most);
  }

  add(value: number): void {
    this.values[this.added++ % this.values.length] = value;
  }

  get count(): number {
    return Math.min(this.added, this.values.length);
  }

  /** The mean of the last `count`, or of all there are; 0 without any. */
  mean(count: number): number {
    const some = Math.min(count, this.count);
    let sum = 0;
    for (let back = 1; back <= some; back++) sum += this.back(back);
    return some === 0 ? 0 : sum / some;
  }

  /** The least of them all; 0 without any. */
  min(): number {
    let least = this.count === 0 ? 0 : Infinity;
    for (let back = 1; back <= this.count; back++) least = Math.min(least, this.back(back));
    return least;
  }

  /** The most of them all; 0 without any. */
  max(): number {
    let most = this.count === 0 ? 0 : -Infinity;
    for (let back = 1; back <= this.count; back++) most = Math.max(most, this.back(back));
    return most;
  }

  /** By how much a straight line through the last `count` rises from each to the next; 0 for fewer than three. */
  slope(count: number): number {
    const some = Math.min(count, this.count);
    if (some < 3) return 0;
    const middle = (some - 1) / 2;
    let sum = 0;
    let squares = 0;
    for (let back = 1; back <= some; back++) {
      const place = some - back - middle;
      sum += place * this.back(back);
      squares += place * place;
    }
    return sum / squares;
  }

  private back(back: number): number {
    return this.values[(this.added - back) % this.values.length] as number;
  }
}
