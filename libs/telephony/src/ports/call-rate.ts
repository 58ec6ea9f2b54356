/** A right to one INVITE. */
export interface RateToken {
  /** When it was used, ms; `undefined` while it is not. */
  usedAt: number | undefined;
}

/**
 * Never more than so many INVITEs in any window of a second: a right that is held but not used yet counts too, so
 * that calls which were prepared in parallel cannot leave in a burst.
 */
export class CallRate {
  private tokens: RateToken[] = [];
  private readonly most: number;
  private readonly windowMs: number;

  /** @param perSecond may be below 1: 0.5 is a call every two seconds */
  constructor(perSecond: number) {
    this.most = Math.max(1, Math.floor(perSecond));
    this.windowMs = (this.most / perSecond) * 1000;
  }

  /** @returns `undefined` when the limit is reached */
  take(now: number): RateToken | undefined {
    this.followClock(now);
    this.tokens = this.tokens.filter(({ usedAt }) => usedAt === undefined || usedAt > now - this.windowMs);
    if (this.tokens.length >= this.most) return undefined;
    const token: RateToken = { usedAt: undefined };
    this.tokens.push(token);
    return token;
  }

  /** Its INVITE leaves. */
  use(token: RateToken, now: number): void {
    token.usedAt = now;
  }

  /** It will not be used. */
  giveBack(token: RateToken): void {
    if (token.usedAt === undefined) this.tokens = this.tokens.filter((other) => other !== token);
  }

  /** How long until the oldest used right no longer counts, ms; `undefined` when none is used. */
  waitMs(now: number): number | undefined {
    this.followClock(now);
    const used = this.tokens.flatMap(({ usedAt }) => (usedAt === undefined ? [] : [usedAt]));
    return used.length === 0 ? undefined : Math.max(0, Math.min(...used) + this.windowMs - now);
  }

  /** A wall clock that was set back must not hold calls until it has caught up. */
  private followClock(now: number): void {
    for (const token of this.tokens)
      if (token.usedAt !== undefined) token.usedAt = Math.min(token.usedAt, now);
  }
}
