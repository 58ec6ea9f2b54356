/** How patient the plugin is, all in ms. */
export interface Timing {
  /** How long the portal may hold a request for events. */
  readonly pollMs: number;
  /** How long any answer may take beyond that. */
  readonly answerMs: number;
  /** The first pause after a failure; it doubles up to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export const defaultTiming: Timing = {
  pollMs: 10_000,
  answerMs: 5000,
  firstPauseMs: 500,
  longestPauseMs: 2000,
};

/** How long to wait after so many failures in a row. */
export function pauseAfter(failures: number, { firstPauseMs, longestPauseMs }: Timing): number {
  return Math.min(firstPauseMs * 2 ** Math.max(0, failures - 1), longestPauseMs);
}
