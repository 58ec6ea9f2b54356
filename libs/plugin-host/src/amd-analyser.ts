/** Loaded in media workers: makes a plugin's detector, behind its guard. */
import {
  definitionOf,
  type AmdDetector,
  type ExtensionPlugin,
  type NumberSet,
  type PluginLog,
} from '@marcador/plugin-api';
import type { AmdAnalyserInput } from './amd-analysis.js';
import { guardAmd } from './guarded-amd.js';
import { hostFor } from './instance-host.js';

const refuse = () => Promise.reject(new Error('Detectors have no numbers in a media worker.'));
const noNumbers: NumberSet = { has: refuse, count: refuse, add: refuse, replace: refuse };

/**
 * A configured detector in this thread.
 * @param input an {@link AmdAnalyserInput}
 * @throws Error when the module has no such detector, or what its `create` throws
 */
export async function createAnalyser(input: unknown, log: PluginLog): Promise<AmdDetector> {
  const { module, type, instanceId, config } = input as AmdAnalyserInput;
  const { default: plugin } = (await import(module)) as { readonly default?: ExtensionPlugin };
  const extension = plugin && definitionOf(plugin);
  if (extension?.kind !== 'amd-detector' || extension.definition.id !== type)
    throw new Error(`The default export of ${module} is not the detector "${type}": check its "module".`);
  const { definition } = extension;
  const host = hostFor(instanceId, definition, { forInstance: () => noNumbers }, log);
  return guardAmd(definition.create(definition.config.parse(config), host) as AmdDetector, log);
}
