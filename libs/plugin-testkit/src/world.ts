import type { PluginHost } from '@marcador/plugin-api';

/** The fault of a service that takes a question and never answers it. What a signal does is tried with it. */
export const NO_ANSWER = 'no answer';

/** The outside of one instance, in the hands of a rule. */
export interface World {
  /** The configuration of an instance that finds this world, as an administrator would give it. */
  readonly config: object;
  /** What the host lends to the instance beyond an id and a log. */
  readonly host?: Partial<PluginHost>;
  /** From now on nothing of the world works, in this way. Connections that are there suffer too. */
  fail(fault: string): void | Promise<void>;
  /** All is well again. */
  mend(): void | Promise<void>;
  /** Nothing of the world is used any more. */
  stop(): void | Promise<void>;
}
