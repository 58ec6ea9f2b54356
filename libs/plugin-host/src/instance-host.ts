import type { ExtensionDefinition, NumberSet, PluginHost, PluginLog } from '@marcador/plugin-api';
import type { NumberSets } from './instance-store.js';

/** What an instance of the definition is given: a log that names it, and its numbers if it keeps any. */
export function hostFor(
  instanceId: string,
  definition: ExtensionDefinition,
  numberSets: NumberSets,
  log: PluginLog,
): PluginHost {
  return {
    instanceId,
    log: named(log, { plugin: definition.id, instanceId }),
    numbers: definition.keepsNumbers === true ? numberSets.forInstance(instanceId) : noNumbers(definition.id),
  };
}

function named(log: PluginLog, name: object): PluginLog {
  return {
    debug: (fields, message) => log.debug({ ...fields, ...name }, message),
    info: (fields, message) => log.info({ ...fields, ...name }, message),
    warn: (fields, message) => log.warn({ ...fields, ...name }, message),
    error: (fields, message) => log.error({ ...fields, ...name }, message),
  };
}

function noNumbers(id: string): NumberSet {
  const refuse = () => {
    throw new Error(`"${id}" keeps no numbers: its definition has to say keepsNumbers: true.`);
  };
  return { has: refuse, count: refuse, listDate: refuse, add: refuse, replace: refuse };
}
