import { PluginInstance } from '@marcador/persistence/entities/plugin-instance.entity.js';
import type { ExtensionKind } from '@marcador/plugin-api';
import type { DataSource } from 'typeorm';

interface BuiltInInstance {
  readonly kind: ExtensionKind;
  readonly type: string;
  readonly name: string;
}

/** The instances that are always there; a campaign that chooses none of a kind gets these. */
export const BUILT_IN_INSTANCES = {
  dnc: { kind: 'dnc-provider', type: 'dnc-embedded', name: 'Embedded Service' },
  amd: { kind: 'amd-detector', type: 'amd-cadence', name: 'Cadence' },
  pacing: { kind: 'pacing-strategy', type: 'pacing-progressive', name: 'Progressive' },
} as const satisfies Record<string, BuiltInInstance>;

/** Stores the built-in instances that are missing. Two nodes may do so at once. */
export async function seedBuiltInInstances(database: DataSource): Promise<void> {
  const rows = Object.values(BUILT_IN_INSTANCES).map((each) => ({ ...each, config: {}, builtIn: true }));
  await database.createQueryBuilder().insert().into(PluginInstance).values(rows).orIgnore().execute();
}
