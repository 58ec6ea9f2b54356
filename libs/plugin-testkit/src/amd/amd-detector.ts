import type { AmdDetector, ExtensionPlugin } from '@marcador/plugin-api';
import { declarationRules, lifeRules } from '../common-rules.js';
import type { Experiment } from '../lab.js';
import { describeRules, type Rule, type TestRunner } from '../rule.js';
import { quietWorld } from '../quiet-world.js';
import type { World } from '../world.js';
import { amdRules } from './amd-rules.js';
import { heard } from './listening.js';

/** A detector of answering machines under test. */
export interface AmdSubject {
  /** The default export of the package. */
  readonly plugin: ExtensionPlugin;
  /** @default the schema's defaults */
  readonly config?: object;
  /** Values that the configuration must refuse, each in place of the right ones. */
  readonly refused?: readonly object[];
  /** How long a rule waits for what has to happen, ms. @default 10,000 */
  readonly patienceMs?: number;
}

/** The rules of the contract for detectors as tests of Jest, Vitest or, with its `describe` and `it`, node:test. */
export function describeAmdDetector(name: string, subject: AmdSubject, runner?: TestRunner): void {
  describeRules(name, amdDetectorRules(subject), runner);
}

/** The rules that {@link describeAmdDetector} makes tests of. They do not say how often a detector is right. */
export function amdDetectorRules({ plugin, config = {}, refused, patienceMs }: AmdSubject): Rule[] {
  const experiment: Experiment<World> = { plugin, patienceMs, startWorld: () => quietWorld(config) };
  return [
    ...declarationRules('amd-detector', experiment, refused),
    ...lifeRules<AmdDetector, World>(experiment, ({ instance }) =>
      Promise.resolve(heard(instance.analyse(), new Int16Array(8000))),
    ),
    ...amdRules(experiment),
  ];
}
