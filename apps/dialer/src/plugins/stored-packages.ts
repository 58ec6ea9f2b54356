import type {
  PluginPackageRepository,
  PluginPackageRow,
} from '@marcador/persistence/plugins/plugin-package.repository.js';
import type { ExtensionName } from '@marcador/plugin-host/packages/manifest.js';
import type { PackageStore } from '@marcador/plugin-host/packages/package-store.js';

/** The installed plugins as the plugin host reads them. */
export function storedPackages(rows: PluginPackageRepository): PackageStore {
  return {
    all: async () => (await rows.all()).map((row) => ({ ...row, extensions: namesIn(row) })),
    packed: (id) => rows.packed(id),
  };
}

/** What was stored has passed the manifest's check. */
export function namesIn({ extensions }: PluginPackageRow): ExtensionName[] {
  return extensions as ExtensionName[];
}
