import { API_VERSION, definitionOf, type ExtensionPlugin } from '@marcador/plugin-api';
import type { BuiltInPlugin } from '@marcador/plugin-host/packages/plugin-loader.js';

/** A plugin of a test as one that comes with the product. */
export function builtIn(exported: ExtensionPlugin): BuiltInPlugin {
  const { kind, definition } = definitionOf(exported) ?? {};
  const { id = '' } = definition ?? {};
  const packageJson = {
    name: `@test/${kind}-${id}`,
    version: '1.0.0',
    type: 'module',
    marcador: { api: API_VERSION, entry: './dist/index.js', extensions: [{ kind, id }] },
  };
  return { packageJson, exported };
}
