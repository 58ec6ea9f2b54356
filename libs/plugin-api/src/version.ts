import { readFileSync } from 'node:fs';
import semver from 'semver';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/**
 * The version of the contract that the host speaks (semver 2.0.0), on its own count: a plugin that worked with it works
 * with every later one of the same major version.
 */
export const API_VERSION = manifest.version;

/**
 * Whether a plugin that asks for this range of the contract (`"marcador": { "api": "^1.0" }`) can be loaded by this host.
 * @param range as npm writes ranges; what is none is not spoken
 */
export function speaksApi(range: string): boolean {
  return semver.satisfies(API_VERSION, range);
}
