import { message, MessageError } from '@marcador/messages/message.js';
import type { Clock } from '@marcador/platform/clock.js';
import { definitionOf, type ExtensionPlugin } from '@marcador/plugin-api';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withDeadline } from '../deadline.js';
import { MissingError } from './missing-error.js';
import { reasonOf } from '../reason.js';
import { assertAsPromised, declaredNames, exportedPlugins } from './declared-extensions.js';
import { readManifest, type PluginManifest } from './manifest.js';
import type { PackageFolders } from './package-folders.js';
import type { PackedPlugin } from './packed-plugin.js';
import { cannotLoad, IMPORT_DEADLINE_MS, probe } from './probe.js';

/** A plugin whose code is in this process. */
export interface LoadedPlugin {
  readonly manifest: PluginManifest;
  readonly extensions: readonly ExtensionPlugin[];
}

/** A plugin that comes with the product, before it has passed the door. */
export interface BuiltInPlugin {
  /** Its package.json. */
  readonly packageJson: unknown;
  /** Its entry's default export. */
  readonly exported: unknown;
}

/**
 * Lets a built-in plugin in by the same rules as any other.
 * @throws MessageError with one sentence why it is refused
 */
export function loadBuiltIn({ packageJson, exported }: BuiltInPlugin): LoadedPlugin {
  return admitted(readManifest(packageJson), exported);
}

/** What loading a package takes of the node. */
export interface LoadingTools {
  readonly folders: PackageFolders;
  readonly clock: Clock;
  /** How long a package is watched after its import, before it is imported where the calls are. */
  readonly settleMs: number;
}

/**
 * Unpacks a plugin on this node and imports it, after it has been tried in a thread of its own. When that fails the
 * node is as it was before.
 * @throws MissingError when it cannot be unpacked here
 * @throws MessageError with one sentence why it is refused
 */
export async function loadPacked(
  packed: PackedPlugin,
  { folders, clock, settleMs }: LoadingTools,
): Promise<LoadedPlugin> {
  const { manifest, sha512 } = packed;
  const folder = await folders.unpack(packed).catch((error: unknown) => {
    throw new MissingError(message('plugin-not-unpacked', { cause: reasonOf(error).reason }));
  });
  try {
    const entry = pathToFileURL(join(folder, manifest.entry)).href;
    assertAsPromised(manifest, await probe({ name: manifest.name, entry, settleMs }, clock));
    return admitted(manifest, await imported(manifest, entry, clock));
  } catch (error) {
    await folders.remove(sha512);
    throw error;
  }
}

async function imported({ name }: PluginManifest, entry: string, clock: Clock): Promise<unknown> {
  try {
    const module: unknown = await withDeadline(clock, IMPORT_DEADLINE_MS, () => import(entry));
    return (module as { readonly default?: unknown }).default;
  } catch (error) {
    throw cannotLoad(name, reasonOf(error).reason);
  }
}

function admitted(manifest: PluginManifest, exported: unknown): LoadedPlugin {
  const extensions = exportedPlugins(exported);
  assertAsPromised(manifest, declaredNames(extensions));
  for (const extension of extensions) assertLoadable(manifest.name, extension);
  return { manifest, extensions };
}

/** Media workers load a detector once more, by the address of its module. */
function assertLoadable(name: string, plugin: ExtensionPlugin): void {
  const { kind, definition } = definitionOf(plugin) ?? {};
  if (kind === 'amd-detector' && !URL.canParse(definition?.module ?? ''))
    throw new MessageError(message('plugin-detector-module', { name, id: definition?.id ?? '' }));
}
