import type { Clock } from '@marcador/platform/clock.js';
import type { PluginLog } from '@marcador/plugin-api';
import type { InstanceStore, NumberSets } from './instance-store.js';

/** What the application lends to the plugin host. */
export interface PluginHostTools {
  readonly store: InstanceStore;
  readonly numberSets: NumberSets;
  readonly clock: Clock;
  readonly log: PluginLog;
}
