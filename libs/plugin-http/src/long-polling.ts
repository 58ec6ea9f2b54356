import { setTimeout as delay } from 'node:timers/promises';

/** How patient a plugin is with a service that holds its requests until there is an event, all in ms. */
export interface LongPollTiming {
  /** How long the service may hold a request for events. */
  readonly pollMs: number;
  /** How long any answer may take beyond that. */
  readonly answerMs: number;
  /** The first pause after a failure; it doubles up to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export const defaultTiming: LongPollTiming = {
  pollMs: 10_000,
  answerMs: 5000,
  firstPauseMs: 500,
  longestPauseMs: 2000,
};

/** How long to wait after so many failures in a row, ms. */
export function pauseAfter(failures: number, { firstPauseMs, longestPauseMs }: LongPollTiming): number {
  return Math.min(firstPauseMs * 2 ** Math.max(0, failures - 1), longestPauseMs);
}

/**
 * To be awaited after each answer without events: a service that does not hold the request would be asked without end.
 * @param asked when the request was made, by `performance.now()`
 * @throws AbortError when the signal aborts
 */
export async function restAfterEarlyAnswer(
  asked: number,
  { pollMs, firstPauseMs }: LongPollTiming,
  signal: AbortSignal,
): Promise<void> {
  if (performance.now() - asked < pollMs / 2) await delay(firstPauseMs, undefined, { signal });
}
