/** How patient the plugin is, all in ms. */
export interface Timing {
  /** How long the server may hold a request for events. */
  readonly pollMs: number;
  /** How long any answer may take beyond that. */
  readonly answerMs: number;
  /** The first pause after a failure; it doubles up to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** The pause after wrong credentials: trying more often would lock the user out. */
  readonly refusedPauseMs: number;
}

export const defaultTiming: Timing = {
  pollMs: 10_000,
  answerMs: 5000,
  firstPauseMs: 500,
  longestPauseMs: 2000,
  refusedPauseMs: 60_000,
};

/** How long to wait after so many failures in a row. */
export function pauseAfter(failures: number, { firstPauseMs, longestPauseMs }: Timing): number {
  return Math.min(firstPauseMs * 2 ** Math.max(0, failures - 1), longestPauseMs);
}
