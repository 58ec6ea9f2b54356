import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * What the service lends to plugins. A second copy of one of them would be another contract, another zod: a plugin
 * that brings its own is refused.
 */
export const HOST_PACKAGES = [
  '@marcador/messages',
  '@marcador/plugin-api',
  '@marcador/plugin-http',
  '@nestjs/common',
  'zod',
] as const;

/**
 * Where a package lies that this one, or the application, depends on.
 * @throws Error when it is not installed
 */
export function packageFolder(name: string, from: string = import.meta.url): string {
  // Not by its entry: what a package exports need not be there for `require`.
  const folders = createRequire(from).resolve.paths(name) ?? [];
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`The package "${name}" is not installed: run npm install.`);
  return found;
}

/**
 * The package.json of a package that the application depends on.
 * @param from `import.meta.url` of who depends on it
 */
export function packageJsonOf(name: string, from: string): unknown {
  return JSON.parse(readFileSync(join(packageFolder(name, from), 'package.json'), 'utf8'));
}
