import { definitionOf, type DialTarget, type ExtensionPlugin } from '@marcador/plugin-api';
import { amdDetectorRules } from './amd/amd-detector.js';
import { declarationRules, lifeRules } from './common-rules.js';
import type { KnownNumbers } from './dnc/dnc-answer-rules.js';
import { dncServiceRules } from './dnc/dnc-provider.js';
import type { Experiment } from './lab.js';
import { pacingStrategyRules } from './pacing/pacing-strategy.js';
import { quietWorld } from './quiet-world.js';
import type { Rule } from './rule.js';
import { targetServiceRules } from './target/target-service-rules.js';
import type { World } from './world.js';

/** What is known of the outside that a plugin is tried with. */
export interface PackagedSubject extends KnownNumbers {
  readonly plugin: ExtensionPlugin;
  /** Of an instance that finds its outside. */
  readonly config: object;
  /** How long a rule waits for what has to happen, ms. @default 10,000 */
  readonly patienceMs?: number;
}

/**
 * The rules that can be tried with a plugin of any kind on the outside that it is configured for, which works and does what it
 * does: none of those about outages, changes of agents and signals, for which the outside has to be a fake.
 * @throws Error when the plugin was not made by a `define*()` function
 */
export function packagedRules({ plugin, config, patienceMs, ...numbers }: PackagedSubject): Rule[] {
  const experiment: Experiment<World> = { plugin, patienceMs, startWorld: () => quietWorld(config) };
  const kind = definitionOf(plugin)?.kind;
  switch (kind) {
    case 'dnc-provider':
      return [...declarationRules(kind, experiment), ...dncServiceRules(experiment, numbers)];
    case 'dial-target':
      return [
        ...declarationRules(kind, experiment),
        ...targetServiceRules(experiment),
        ...lifeRules<DialTarget, World>(experiment, ({ instance }) =>
          instance.queues(new AbortController().signal),
        ),
      ];
    case 'amd-detector':
      return amdDetectorRules({ plugin, config });
    case 'pacing-strategy':
      return pacingStrategyRules({ plugin, config });
    case undefined:
      throw new Error('The plugin was not made by a define*() function of @marcador/plugin-api.');
  }
}
