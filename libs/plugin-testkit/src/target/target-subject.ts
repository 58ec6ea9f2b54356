import type { AgentState, DialTarget, ExtensionPlugin } from '@marcador/plugin-api';
import type { Experiment, Lab } from '../lab.js';
import type { World } from '../world.js';

/** Agents by their ids, and what each does. `unknown` is a state that the plugin has never heard of. */
export type Agents = Readonly<Record<string, AgentState>>;

/** A contact center, in the hands of a rule. */
export interface TargetWorld extends World {
  /**
   * From now on exactly these agents are logged on, all of them to both queues, and the plugin learns of it as it does of
   * the real one's changes. A contact center that does not tell all states apart takes the nearest that is not free.
   */
  setAgents(agents: Agents): void | Promise<void>;
}

/** What a dial target connects to. */
export interface TargetOutside {
  /** Two queues that all agents serve, by their ids. */
  readonly queueIds: readonly [string, string];
  /** The names that `World.fail` takes; `NO_ANSWER` is what signals are tried with. */
  readonly faults: readonly string[];
  /** Begins anew, with nobody logged on. Called for each rule. */
  start(): TargetWorld | Promise<TargetWorld>;
}

/** A dial target under test. */
export interface TargetSubject {
  /** The default export of the package. */
  readonly plugin: ExtensionPlugin;
  readonly outside: TargetOutside;
  /** Values that the configuration must refuse, each in place of the right ones. */
  readonly refused?: readonly object[];
  /** How long a rule waits for what has to happen, pauses between attempts to connect included, ms. @default 10,000 */
  readonly patienceMs?: number;
}

export type TargetLab<W extends World = TargetWorld> = Lab<DialTarget, W>;

export function experimentOf({ plugin, outside, patienceMs }: TargetSubject): Experiment<TargetWorld> {
  return { plugin, patienceMs, startWorld: () => outside.start() };
}
