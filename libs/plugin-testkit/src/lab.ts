import {
  definitionOf,
  type ExtensionDefinition,
  type ExtensionPlugin,
  type Instance,
} from '@marcador/plugin-api';
import { problemsOf } from './config-fields.js';
import { OpenResources } from './open-resources.js';
import { DEFAULT_PATIENCE_MS, inTime } from './patience.js';
import { must, shown } from './rule.js';
import { testHost, type LogLine } from './test-host.js';
import type { World } from './world.js';

const CLEAN_UP_MS = 1000;

/** A plugin under test, and how a rule comes by a world for it. */
export interface Experiment<W extends World> {
  readonly plugin: ExtensionPlugin;
  readonly startWorld: () => W | Promise<W>;
  /** How long a rule waits for what has to happen, ms. @default 10,000 */
  readonly patienceMs?: number | undefined;
}

/** An instance in a world of its own, for the time of one rule. */
export interface Lab<I extends Instance, W extends World> {
  readonly instance: I;
  readonly world: W;
  readonly log: readonly LogLine[];
  readonly patienceMs: number;
  /** What the instance has opened and not yet closed. */
  readonly open: OpenResources;
  /** Retires the instance, once; what the rule does not retire is retired after it. */
  close(): Promise<void>;
}

/** @throws Error when the plugin was not made by a `define*()` function */
export function definitionIn(plugin: ExtensionPlugin): ExtensionDefinition {
  const extension = definitionOf(plugin);
  must(extension !== undefined, 'The plugin was not made by a define*() function of @marcador/plugin-api.');
  return extension.definition;
}

/**
 * Lets a rule act on a new instance, then takes everything down.
 * @param prepare what is done with the world before there is an instance
 */
export async function inLab<I extends Instance, W extends World>(
  { plugin, startWorld, patienceMs = DEFAULT_PATIENCE_MS }: Experiment<W>,
  act: (lab: Lab<I, W>) => Promise<void>,
  prepare: (world: W) => void | Promise<void> = () => {},
): Promise<void> {
  const definition = definitionIn(plugin);
  const world = await startWorld();
  const open = new OpenResources();
  let closed: Promise<void> | undefined;
  let close: () => Promise<void> = () => Promise.resolve();
  try {
    await prepare(world);
    const { host, log } = testHost(world.host);
    const config = definition.config.safeParse(world.config);
    must(
      config.success,
      `The configuration of the test is refused: ${config.error && problemsOf(config.error)}.`,
    );
    const made: unknown = open.own(() => definition.create(config.data, host));
    must(
      typeof made === 'object' && made !== null && !('then' in made),
      `create() has to return an instance at once, not ${shown(made)}.`,
    );
    const instance = open.owned(made) as I;
    close = () => (closed ??= (async () => instance.close?.())());
    await act({ instance, world, log, patienceMs, open, close });
  } finally {
    await inTime(close(), Math.min(patienceMs, CLEAN_UP_MS), 'late').catch(() => undefined);
    await world.stop();
    open.stop();
  }
}
