import { message, MessageError } from '@marcador/messages/message.js';
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { readArchive, type PackageFiles } from './archive.js';
import { HOST_PACKAGES } from './host-packages.js';
import { readManifest, type PluginManifest } from './manifest.js';

/** A package of which everything has been checked that can be told without running it. */
export interface PackedPlugin {
  readonly manifest: PluginManifest;
  /** Of the packed bytes, in hex. */
  readonly sha512: string;
  readonly packed: Uint8Array;
  readonly files: PackageFiles;
}

/**
 * Checks a packed plugin, as `npm pack` makes it. Runs nothing of it.
 * @param stored the hash that the bytes had when they were stored
 * @throws MessageError with one sentence why it is refused
 */
export async function readPackedPlugin(packed: Uint8Array, stored?: string): Promise<PackedPlugin> {
  const sha512 = sha512Of(packed);
  if (sha512 !== (stored ?? sha512)) throw new MessageError(message('plugin-hash'));
  const files = await readArchive(packed);
  const manifest = readManifest(packageJson(files));
  refuseHostPackages(files);
  refuseMissing(files, manifest);
  return { manifest, sha512, packed, files };
}

function sha512Of(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('hex');
}

function packageJson(files: PackageFiles): unknown {
  try {
    return JSON.parse(files.get('package.json')?.toString('utf8') ?? '');
  } catch {
    throw new MessageError(message('plugin-no-package-json'));
  }
}

/** Wherever in the package they are. */
function refuseHostPackages(files: PackageFiles): void {
  const lent: ReadonlySet<string> = new Set(HOST_PACKAGES);
  for (const path of files.keys()) {
    const name = packagesOn(path).find((each) => lent.has(each));
    if (name !== undefined) throw new MessageError(message('plugin-bundles-host', { package: name }));
  }
}

/** The packages in whose folders a file is. */
function packagesOn(path: string): string[] {
  const parts = path.split('/');
  return parts.flatMap((part, n) => {
    if (part !== 'node_modules') return [];
    const [first = '', second = ''] = parts.slice(n + 1, n + 3);
    return first.startsWith('@') ? `${first}/${second}` : first;
  });
}

function refuseMissing(files: PackageFiles, { name, entry, needs }: PluginManifest): void {
  if (!files.has(posix.normalize(entry)))
    throw new MessageError(message('plugin-no-entry', { name, file: entry }));
  const lent: readonly string[] = HOST_PACKAGES;
  for (const needed of needs)
    if (!lent.includes(needed) && !files.has(`node_modules/${needed}/package.json`))
      throw new MessageError(message('plugin-lacks-dependency', { name, package: needed }));
}
