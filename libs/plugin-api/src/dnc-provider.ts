import type { ConfigSchema } from './config.js';
import { definePlugin, type ExtensionDefinition, type ExtensionPlugin, type Instance } from './extension.js';

/** The answer of a do-not-call service about one number. */
export interface DncAnswer {
  /** `true`: the number is on the list and must not be called. */
  readonly listed: boolean;
}

/** For which call a number is asked about. Nothing of it is there when nobody is about to call (`POST /donotcall`). */
export interface DncOccasion {
  /** The campaign that would call: its id (a UUID) and its name, unique among the campaigns. */
  readonly campaign?: { readonly id: string; readonly name: string };
  /**
   * On whose behalf the campaign calls, as its settings say: 1 to 100 characters that registries with a list for each
   * company know it by. Absent where the campaign names none.
   */
  readonly company?: string;
  /**
   * The number that the call would show, as the campaign's settings have it: digits, perhaps after a `+`. Absent where
   * the trunk decides.
   */
  readonly callerNumber?: string;
}

/** One of the numbers that are asked about together. */
export interface DncRequest extends DncOccasion {
  /** E.164 digits. */
  readonly number: string;
}

/** What comes with the question about one number. */
export interface DncContext extends DncOccasion {
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/**
 * A do-not-call service, asked about each number just before it would be dialled (manual §2.3).
 *
 * The host guarantees: numbers are E.164 digits; a call that throws, takes longer than the deadline (6 s from the moment
 * the dialer asks, the wait for a free place included) or answers anything but `{ listed: boolean }` counts as
 * *unknown*, and an unknown number is never dialled: the campaign's schedule entry goes to "Do Not Call OOS" and dialling
 * resumes by itself once there are answers again. At most 32 calls are under way at a time. After 5 failures in a row
 * nothing is asked for a while (0.5 s, growing to 2 s), then one number at a time until one is answered. While out of
 * service the host asks about the numbers that wait, again and again.
 *
 * Not guaranteed: that a number is asked once only, that calls come one after another, or that a cleared number is
 * dialled.
 */
export interface DncProvider extends Instance {
  /**
   * Says whether the number is on the list. Must reject rather than guess when it does not know, and should stop its
   * work when `signal` aborts.
   */
  check(number: string, context: DncContext): Promise<DncAnswer>;
  /**
   * As `check`, about several numbers at once, for a service that takes batches: an answer for each request, in their
   * order; a list of another length makes all of them *unknown*, an answer that is none its own number. A rejection is
   * for all. The same number may come twice.
   *
   * With this member the host gathers what comes while a batch is under way and sends it as the next; a number that comes
   * alone goes by `check`, at once.
   */
  checkMany?(
    requests: readonly DncRequest[],
    context: { readonly signal: AbortSignal },
  ): Promise<readonly DncAnswer[]>;
  /**
   * How many requests `checkMany` takes at most, 2 or more.
   * @default 100
   */
  readonly largestBatch?: number;
  /**
   * The day that its list is of, `YYYY-MM-DD`, for a service that answers from a list it was given; `undefined` when that
   * is not known. Administrators may set how old the list may be: a campaign then warns, or begins no calls, while it is
   * older, not known, or this rejects or takes longer than 6 s. Where they have, it is asked about once a minute.
   */
  listDate?(signal: AbortSignal): Promise<string | undefined>;
}

/**
 * Declares a type of do-not-call service.
 * @throws Error when the id is not usable
 */
export function defineDncProvider<C extends ConfigSchema>(
  definition: ExtensionDefinition<C, DncProvider>,
): ExtensionPlugin {
  return definePlugin('dnc-provider', definition);
}
