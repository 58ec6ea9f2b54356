const DAY_MS = 24 * 60 * 60 * 1000;

/** How old a do-not-call list may be, and what becomes of the campaigns that use an older one. */
export interface ListAgeRule {
  /** Whole days, from the day that the list is of; 0: that day only. */
  readonly oldestDays: number;
  /** `true`: they begin no calls; `false`: they only warn. */
  readonly stops: boolean;
}

/**
 * How many days ago the day was that a list is of, never fewer than none.
 * @param listDate `YYYY-MM-DD`; days are those of UTC
 */
export function daysSince(listDate: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(listDate)) / DAY_MS));
}

/** Whether a list is older than the rule allows; one whose day nobody knows is. */
export function isTooOld({ oldestDays }: ListAgeRule, listDate: string | undefined, now: Date): boolean {
  // Not every text that looks like a day is one: what is not a number is not "at most" anything.
  return listDate === undefined || !(daysSince(listDate, now) <= oldestDays);
}
