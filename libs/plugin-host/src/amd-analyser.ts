/** Loaded in media workers: makes a plugin's detector, behind its guard. */
import type { AmdDetector, PluginLog } from '@marcador/plugin-api';
import type { AmdAnalyserInput } from './amd-analysis.js';
import { guardAmd, type GuardedDetector } from './guarded-amd.js';
import { hostFor } from './instance-host.js';
import { loadDefinition, noNumbers } from './plugin-module.js';

/**
 * A configured detector in this thread.
 * @param input an {@link AmdAnalyserInput}
 * @throws Error when the module has no such detector, or what its `create` throws
 */
export async function createAnalyser(input: unknown, log: PluginLog): Promise<GuardedDetector> {
  const { module, type, instanceId, config } = input as AmdAnalyserInput;
  const definition = await loadDefinition(module, 'amd-detector', type);
  const host = hostFor(instanceId, definition, { forInstance: () => noNumbers }, log);
  return guardAmd(definition.create(definition.config.parse(config), host) as AmdDetector, log);
}
