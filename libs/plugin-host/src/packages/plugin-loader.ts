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
import { cannotLoad, IMPORT_DEADLINE_MS, Probe } from './probe.js';

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

/** A plugin that is unpacked on this node, and tried in a thread of its own. */
export class Trial {
  private hasEnded = false;

  private constructor(
    readonly packed: PackedPlugin,
    private readonly entry: string,
    private readonly probe: Probe,
    private readonly tools: LoadingTools,
  ) {}

  /**
   * Unpacks a plugin, and begins to watch it. When that fails the node is as it was before.
   * @throws MissingError when it cannot be unpacked here
   * @throws MessageError with one sentence why it is refused
   */
  static async begin(packed: PackedPlugin, tools: LoadingTools): Promise<Trial> {
    const { folders, clock, settleMs } = tools;
    const { manifest, sha512 } = packed;
    const folder = await folders.unpack(packed).catch((error: unknown) => {
      throw new MissingError(message('plugin-not-unpacked', { cause: reasonOf(error).reason }));
    });
    try {
      const entry = pathToFileURL(join(folder, manifest.entry)).href;
      const probe = await Probe.begin({ name: manifest.name, entry, settleMs }, clock);
      return new Trial(packed, entry, probe, tools);
    } catch (error) {
      await folders.remove(sha512);
      throw error;
    }
  }

  /**
   * Imports the plugin where the calls are, once it has been watched for long enough. When that fails the node is as it
   * was before.
   * @throws MessageError with one sentence why it is refused
   */
  async load(): Promise<LoadedPlugin> {
    const { manifest, sha512 } = this.packed;
    this.hasEnded = true;
    try {
      assertAsPromised(manifest, await this.probe.pass());
      return admitted(manifest, await imported(manifest, this.entry, this.tools.clock));
    } catch (error) {
      await this.tools.folders.remove(sha512);
      throw error;
    }
  }

  /** Whether it was loaded, or could not be. */
  get isOver(): boolean {
    return this.hasEnded;
  }

  /** Leaves the node as it was before. */
  async abandon(): Promise<void> {
    this.hasEnded = true;
    await this.probe.end();
    await this.tools.folders.remove(this.packed.sha512);
  }
}

/**
 * Unpacks a plugin on this node and imports it, after it has been tried. When that fails the node is as it was before.
 * @throws MissingError when it cannot be unpacked here
 * @throws MessageError with one sentence why it is refused
 */
export async function loadPacked(packed: PackedPlugin, tools: LoadingTools): Promise<LoadedPlugin> {
  return (await Trial.begin(packed, tools)).load();
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
