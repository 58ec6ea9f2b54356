import { definitionOf, type DialTarget, type ExtensionPlugin } from '@marcador/plugin-api';
import { amdDetectorRules } from './amd/amd-detector.js';
import { declarationRules, lifeRules } from './common-rules.js';
import type { KnownNumbers } from './dnc/dnc-answer-rules.js';
import { dncProviderRules, dncServiceRules } from './dnc/dnc-provider.js';
import type { DncOutside } from './dnc/dnc-subject.js';
import type { Experiment } from './lab.js';
import { pacingStrategyRules } from './pacing/pacing-strategy.js';
import { quietWorld } from './quiet-world.js';
import type { Rule } from './rule.js';
import { dialTargetRules } from './target/dial-target.js';
import { targetServiceRules } from './target/target-service-rules.js';
import type { TargetOutside } from './target/target-subject.js';
import type { World } from './world.js';

/** What is known of the outside that a plugin is tried with. */
export interface PackagedSubject extends KnownNumbers {
  readonly plugin: ExtensionPlugin;
  /** Of an instance that finds its outside. */
  readonly config: object;
  /** A fake of the outside, which brings its own configuration and numbers: with it a plugin is tried by all rules. */
  readonly outside?: DncOutside | TargetOutside | undefined;
  /** How long a rule waits for what has to happen, ms. @default 10,000 */
  readonly patienceMs?: number;
}

/**
 * The rules for a plugin of any kind: all of them with a fake of the outside that suits the kind. Without one those that can
 * be tried on the outside that it is configured for, which works and does what it does: none about outages, changes of agents
 * and signals.
 * @throws Error when the plugin was not made by a `define*()` function
 */
export function packagedRules(subject: PackagedSubject): Rule[] {
  const { plugin, config, outside, patienceMs, ...numbers } = subject;
  const experiment: Experiment<World> = { plugin, patienceMs, startWorld: () => quietWorld(config) };
  const kind = definitionOf(plugin)?.kind;
  switch (kind) {
    case 'dnc-provider':
      if (outside !== undefined && !isOfTarget(outside))
        return dncProviderRules({ plugin, outside, ...(patienceMs && { patienceMs }) });
      return [...declarationRules(kind, experiment), ...dncServiceRules(experiment, numbers)];
    case 'dial-target':
      if (outside !== undefined && isOfTarget(outside))
        return dialTargetRules({ plugin, outside, ...(patienceMs && { patienceMs }) });
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

function isOfTarget(outside: DncOutside | TargetOutside): outside is TargetOutside {
  return 'queueIds' in outside;
}
