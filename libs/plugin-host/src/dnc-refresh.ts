const DAY_MS = 24 * 60 * 60 * 1000;

/** How many days old what is known of a list may be when a number of the country is called, by its country code. */
const REFRESH_DAYS: readonly (readonly [code: string, days: number])[] = [
  // US: 16 CFR 310.4(b)(3)(iv). Canada: Unsolicited Telecommunications Rules (CRTC), part II.
  ['1', 31],
  // United Kingdom: Privacy and Electronic Communications Regulations 2003, regulation 21(3).
  ['44', 28],
];

/** Where we know of no rule: the shortest that we know. */
const ELSEWHERE_DAYS = Math.min(...REFRESH_DAYS.map(([, days]) => days));

/** The longest that any answer may be kept, days. */
export const LONGEST_REFRESH_DAYS = Math.max(...REFRESH_DAYS.map(([, days]) => days));

/** How long the answer about a number may be used at most, ms. @param number E.164 digits */
export function refreshMs(number: string): number {
  const [, days] = REFRESH_DAYS.find(([code]) => number.startsWith(code)) ?? ['', ELSEWHERE_DAYS];
  return days * DAY_MS;
}
