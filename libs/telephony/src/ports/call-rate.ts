import { Fifo } from './fifo.js';

/** A right to one call. */
export interface CallRight {
  /** From when on it counts, ms. */
  at: number;
}

/** Never more than so many rights in any window of a second. What it does costs the same for any rate. */
export class CallRate {
  private readonly rights = new Fifo<CallRight>();
  private readonly most: number;
  private readonly windowMs: number;
  private latest = -Infinity;

  /** @param perSecond may be below 1: 0.5 is a call every two seconds */
  constructor(perSecond: number) {
    this.most = Math.max(1, Math.floor(perSecond));
    this.windowMs = (this.most / perSecond) * 1000;
  }

  /** @returns `undefined` when the limit is reached */
  take(now: number): CallRight | undefined {
    if (this.waitMs(now) > 0) return undefined;
    const right: CallRight = { at: now };
    this.rights.add(right);
    return right;
  }

  /** How many rights were taken in the last second, or in the window where it is longer. */
  used(now: number): number {
    this.waitMs(now);
    return this.rights.size;
  }

  /** No call came of it. */
  giveBack(right: CallRight): void {
    this.rights.delete(right);
  }

  /** How long until a right can be taken, ms. */
  waitMs(now: number): number {
    // A wall clock that was set back must not hold calls until it has caught up.
    if (now < this.latest) for (const right of this.rights) right.at = Math.min(right.at, now);
    this.latest = now;
    let oldest = this.rights.first;
    while (oldest !== undefined && oldest.at <= now - this.windowMs) {
      this.rights.delete(oldest);
      oldest = this.rights.first;
    }
    return oldest === undefined || this.rights.size < this.most ? 0 : oldest.at + this.windowMs - now;
  }
}
