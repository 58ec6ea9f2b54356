import type { PluginInstanceRepository } from '@marcador/persistence/plugins/plugin-instance.repository.js';
import type { InstanceStore } from '@marcador/plugin-host/instance-store.js';

/** The stored instances as the plugin host reads them. */
export function storedInstances(rows: PluginInstanceRepository): InstanceStore {
  return {
    all: () => rows.all(),
    find: async (id) => (await rows.all()).find((row) => row.id === id),
  };
}
