/** A right to one call. */
export interface CallRight {
  /** From when on it counts, ms. */
  at: number;
}

/** Never more than so many rights in any window of a second. */
export class CallRate {
  private rights: CallRight[] = [];
  private readonly most: number;
  private readonly windowMs: number;

  /** @param perSecond may be below 1: 0.5 is a call every two seconds */
  constructor(perSecond: number) {
    this.most = Math.max(1, Math.floor(perSecond));
    this.windowMs = (this.most / perSecond) * 1000;
  }

  /** @returns `undefined` when the limit is reached */
  take(now: number): CallRight | undefined {
    if (this.waitMs(now) > 0) return undefined;
    const right: CallRight = { at: now };
    this.rights.push(right);
    return right;
  }

  /** No call came of it. */
  giveBack(right: CallRight): void {
    this.rights = this.rights.filter((other) => other !== right);
  }

  /** How long until a right can be taken, ms. */
  waitMs(now: number): number {
    // A wall clock that was set back must not hold calls until it has caught up.
    for (const right of this.rights) right.at = Math.min(right.at, now);
    this.rights = this.rights.filter(({ at }) => at > now - this.windowMs);
    const oldest = this.rights[0];
    return oldest === undefined || this.rights.length < this.most ? 0 : oldest.at + this.windowMs - now;
  }
}
