import type { ConfigSchema } from './config.js';
import { definePlugin, type ExtensionDefinition, type ExtensionPlugin, type Instance } from './extension.js';

/** The answer of a do-not-call service about one number. */
export interface DncAnswer {
  /** `true`: the number is on the list and must not be called. */
  readonly listed: boolean;
}

/**
 * A do-not-call service, asked about each number just before it would be dialled (manual §2.3).
 *
 * The host guarantees: `check` is called with E.164 digits; a call that throws, takes longer than the deadline or
 * answers anything but `{ listed: boolean }` counts as *unknown*, and an unknown number is never dialled: the
 * campaign's schedule entry goes to "Do Not Call OOS" and dialling resumes by itself once `check` answers again.
 * While out of service the host repeats `check` with the number that waits.
 *
 * Not guaranteed: that a number is asked once only, that calls come one after another (many may be under way), or
 * that a cleared number is dialled.
 */
export interface DncProvider extends Instance {
  /**
   * Says whether the number is on the list. Must reject rather than guess when it does not know, and should stop its
   * work when `signal` aborts.
   */
  check(number: string, context: { readonly signal: AbortSignal }): Promise<DncAnswer>;
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
