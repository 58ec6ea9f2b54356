import type { LeadResult } from './lead-status.js';

/** A campaign's limits on calling a lead again (manual §6.4). */
export interface RetryRule {
  /** 1–100 */
  readonly maxAttempts: number;
  /** How long a lead waits from the end of its last call, ms. */
  readonly retryAfterMs: number;
}

/** Limits and defaults of what administrators set (manual §6.4). */
export const RETRY_LIMITS = {
  maxAttempts: { min: 1, max: 100, default: 5 },
  retryAfterMinutes: { min: 1, max: 1440, default: 60 },
} as const;

/**
 * When a lead is due again: call end + retry-after, while attempts are left and the result is not final.
 *
 * @param attempts how often the lead has been called, the ended call included
 * @returns the instant, or `undefined` when the lead is finished. An instant outside every schedule entry means: as
 *   soon as the next entry runs (manual §2.1); the claim sees to that by taking every lead whose time has come.
 */
export function nextAttemptAt(
  rule: RetryRule,
  result: LeadResult,
  attempts: number,
  callEnd: Date,
): Date | undefined {
  if (result.final === true || attempts >= rule.maxAttempts) return undefined;
  return new Date(callEnd.getTime() + rule.retryAfterMs);
}
