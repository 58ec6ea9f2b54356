import type { Clock } from '@marcador/platform/clock.js';

/** Sources beyond these are forgotten, the one that was silent for longest first. */
const REMEMBERED_SOURCES = 10_000;

interface Bucket {
  /** How many may come at once. */
  tokens: number;
  at: number;
}

/** Counts what comes from each source, in memory that does not grow with their number (token buckets). */
export class SourceRates {
  private readonly buckets = new Map<string, Bucket>();

  /** @param perSecond how many a source may send in a second, and at once after a second of silence */
  constructor(
    private readonly perSecond: number,
    private readonly clock: Clock,
  ) {}

  /** Takes note of one more. @returns false when it is one too many */
  take(source: string): boolean {
    const now = this.clock.now().getTime();
    const bucket = this.buckets.get(source) ?? { tokens: this.perSecond, at: now };
    const elapsed = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(this.perSecond, bucket.tokens + (elapsed * this.perSecond) / 1000);
    bucket.at = now;
    this.remember(source, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }

  /** How many sources are remembered. */
  get size(): number {
    return this.buckets.size;
  }

  private remember(source: string, bucket: Bucket): void {
    this.buckets.delete(source);
    this.buckets.set(source, bucket);
    const [silent] = this.buckets.size > REMEMBERED_SOURCES ? this.buckets.keys() : [];
    if (silent !== undefined) this.buckets.delete(silent);
  }
}
