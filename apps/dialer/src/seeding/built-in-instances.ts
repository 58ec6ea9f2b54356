import { PluginInstance } from '@marcador/persistence/entities/plugin-instance.entity.js';
import type { ExtensionKind } from '@marcador/plugin-api';
import type { DataSource } from 'typeorm';

interface BuiltInInstance {
  readonly kind: ExtensionKind;
  readonly type: string;
  readonly name: string;
  readonly config: Record<string, unknown>;
}

const detector = <Name extends string>(name: Name, profile: string) => ({
  kind: 'amd-detector' as const,
  type: 'amd-cadence',
  name,
  config: { profile },
});

/** Of the instances that are always there those that a campaign gets which chooses none of a kind. */
export const BUILT_IN_INSTANCES = {
  dnc: { kind: 'dnc-provider', type: 'dnc-embedded', name: 'Embedded Service', config: {} },
  amd: detector('Balanced', 'balanced'),
  pacing: { kind: 'pacing-strategy', type: 'pacing-progressive', name: 'Progressive', config: {} },
} as const satisfies Record<string, BuiltInInstance>;

/** Those that a campaign may choose instead. */
export const FURTHER_INSTANCES = [
  detector('Fast', 'fast'),
  detector('Accurate', 'accurate'),
] as const satisfies readonly BuiltInInstance[];

/** What was always there before there were profiles: databases of that time have it still, as their campaigns chose it. */
export const FORMER_INSTANCE = 'Cadence';

/** Stores the built-in instances that are missing. Two nodes may do so at once. */
export async function seedBuiltInInstances(database: DataSource): Promise<void> {
  const all = [...Object.values(BUILT_IN_INSTANCES), ...FURTHER_INSTANCES];
  const rows = all.map((each) => ({ ...each, builtIn: true }));
  await database.createQueryBuilder().insert().into(PluginInstance).values(rows).orIgnore().execute();
}
