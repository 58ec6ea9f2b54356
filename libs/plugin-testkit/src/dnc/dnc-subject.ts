import type { DncProvider, ExtensionPlugin } from '@marcador/plugin-api';
import type { Experiment, Lab } from '../lab.js';
import type { World } from '../world.js';

/** Where the numbers are that a do-not-call provider asks for. */
export interface DncOutside {
  /** The names that `World.fail` takes; `NO_ANSWER` is what signals are tried with. */
  readonly faults: readonly string[];
  /** Begins anew with exactly these numbers on the list. Called for each rule. */
  start(listed: ReadonlySet<string>): World | Promise<World>;
}

/** A do-not-call provider under test. */
export interface DncSubject {
  /** The default export of the package. */
  readonly plugin: ExtensionPlugin;
  /** `dncWebService` makes one for a web service. */
  readonly outside: DncOutside;
  /** Values that the configuration must refuse, each in place of the right ones. */
  readonly refused?: readonly object[];
  /** How long a rule waits for what has to happen, ms. @default 10,000 */
  readonly patienceMs?: number;
}

export type DncLab = Lab<DncProvider, World>;

/** Numbers that nobody has: the block that the North American numbering plan keeps for fiction. */
export const LISTED = ['12025550101', '12025550102', '12025550103'];
export const CLEAR = ['12025550111', '12025550112', '12025550113'];

export const never = (): AbortSignal => new AbortController().signal;

export function experimentOf({ plugin, outside, patienceMs }: DncSubject): Experiment<World> {
  return { plugin, patienceMs, startWorld: () => outside.start(new Set(LISTED)) };
}
