import { message, MessageError } from '@marcador/messages/message.js';
import type { PluginLog } from '@marcador/plugin-api';
import type { ExtensionRegistry } from '../extension-registry.js';
import type { PluginInstances } from '../plugin-instances.js';
import { because, reasonOf, type Reason } from '../reason.js';
import { assertInstallable } from './assert-installable.js';
import type { ExtensionName } from './manifest.js';
import { MissingError } from './missing-error.js';
import type { PackageStore, StoredPackage } from './package-store.js';
import { readPackedPlugin, type PackedPlugin } from './packed-plugin.js';
import type { Trial } from './plugin-loader.js';
import { Trials, type TrialsTools } from './trials.js';

/** How a plugin fares on this node. */
export type PluginState =
  | { readonly state: 'loaded' | 'disabled' }
  /** `refused`: it breaks a rule; `missing`: it cannot be had here. */
  | { readonly state: 'refused' | 'missing'; readonly reason: Reason };

/** What the installed plugins need of their node. */
export interface InstalledPluginsTools extends TrialsTools {
  readonly registry: ExtensionRegistry;
  readonly instances: PluginInstances;
  readonly store: PackageStore;
  readonly log: PluginLog;
}

interface OnNode {
  readonly sha512: string;
  readonly extensions: readonly ExtensionName[];
  readonly state: PluginState;
}

/**
 * The plugins that were installed at run time, on this node. What is stored is what shall be: {@link reconcile} brings
 * the node there, and says of each plugin what became of it. Changes come one after another.
 */
export class InstalledPlugins {
  private readonly onNode = new Map<string, OnNode>();
  /** Versions that did not come in place of the one that serves on. */
  private readonly turnedAway = new Map<string, Pick<OnNode, 'sha512' | 'state'>>();
  private changes: Promise<unknown> = Promise.resolve();

  private readonly trials: Trials;

  constructor(private readonly tools: InstalledPluginsTools) {
    this.trials = new Trials(tools);
  }

  /**
   * Brings the node to what is stored. To be called at start, before the instances are loaded, and after changes that
   * other nodes have made. A plugin that cannot be had is told by {@link state} and the log; the others load.
   * @throws what the store rejects with
   */
  reconcile(): Promise<void> {
    return this.change(() => Promise.resolve());
  }

  /**
   * Changes what is stored, after the changes that are under way, and brings the node to it.
   * @throws what `commit` rejects with, nothing being changed; or what the store rejects with
   */
  change(commit: () => Promise<void>): Promise<void> {
    return this.inTurn(async () => {
      await commit();
      const wanted = await this.tools.store.all();
      for (const name of [...this.onNode.keys()])
        if (!wanted.some((each) => each.name === name)) await this.drop(name);
      const coming = wanted.filter((each) => each.enabled && !this.isThere(each));
      const begun = await this.trials.sideBySide(coming, (each) => this.stored(each));
      try {
        for (const each of wanted) await this.bring(each, begun.get(each.sha512));
      } finally {
        for (const trial of begun.values()) await this.trials.abandon(trial);
      }
    });
  }

  /** How a plugin fares on this node. */
  state({ name, sha512 }: Pick<StoredPackage, 'name' | 'sha512'>): PluginState {
    const known = [this.onNode.get(name), this.turnedAway.get(name)];
    const found = known.find((each) => each?.sha512 === sha512);
    return found?.state ?? { state: 'missing', reason: because(message('plugin-not-reconciled')) };
  }

  /**
   * Loads a plugin that is new, or the next version of one that is loaded, and keeps it only if `commit` does. One that is
   * disabled is only tried, and stays disabled.
   * @param commit what stores it
   * @throws MessageError with one sentence why it is refused, or what `commit` rejects with; the node is then as before
   */
  install(packed: PackedPlugin, commit: () => Promise<void>): Promise<void> {
    return this.inTurn(async () => {
      const stored = await this.tools.store.all();
      assertInstallable(packed, stored);
      await this.tools.marks.forgive(packed.sha512);
      const isDisabled = stored.some((each) => each.name === packed.manifest.name && !each.enabled);
      await (isDisabled ? this.renew(packed, commit) : this.take(packed, commit));
    });
  }

  /** A package that is not loaded because the service ended soon after that shall be tried again. */
  forgive(sha512: string): Promise<void> {
    return this.tools.marks.forgive(sha512);
  }

  /** The process ends in order. */
  close(): Promise<void> {
    return this.tools.marks.close();
  }

  /** Unpacked packages of former lives are none of this one's. To be called before anything else. */
  sweep(): Promise<void> {
    return this.tools.folders.sweep();
  }

  private isThere({ name, sha512, enabled }: StoredPackage): boolean {
    const found = this.onNode.get(name);
    return found?.sha512 === sha512 && found.state.state === (enabled ? 'loaded' : 'disabled');
  }

  private async bring(wanted: StoredPackage, trial?: Promise<Trial>): Promise<void> {
    const { name, sha512, extensions, enabled } = wanted;
    const found = this.onNode.get(name);
    if (this.isThere(wanted)) return;
    if (!enabled) {
      await this.disable(wanted);
      return;
    }
    try {
      const packed = (await trial)?.packed ?? (await this.stored(wanted));
      await this.take(packed, () => Promise.resolve(), trial);
    } catch (error) {
      const reason = reasonOf(error);
      const state = error instanceof MessageError && !(error instanceof MissingError) ? 'refused' : 'missing';
      this.tools.log.error({ plugin: name, sha512, reason: reason.reason }, `Plugin ${state}`);
      if (found?.state.state === 'loaded') this.turnedAway.set(name, { sha512, state: { state, reason } });
      else await this.withhold({ name, sha512, extensions }, { state, reason }, reason);
    }
  }

  /** @throws MissingError, or MessageError when the bytes are not those that were stored */
  private async stored({ id, name, sha512 }: StoredPackage): Promise<PackedPlugin> {
    const bytes = await this.tools.store.packed(id);
    if (bytes === undefined) throw new MissingError(message('plugin-gone', { name }));
    return readPackedPlugin(bytes, sha512);
  }

  private async take(
    packed: PackedPlugin,
    commit: () => Promise<void>,
    trial?: Promise<Trial>,
  ): Promise<void> {
    const { registry, instances, folders, log } = this.tools;
    const { manifest, sha512 } = packed;
    const { name, version, extensions } = manifest;
    const former = this.onNode.get(name);
    const isUpgrade = former?.state.state === 'loaded';
    if (isUpgrade && former.sha512 === sha512)
      throw new MessageError(message('plugin-there-already', { name, version }));
    const goes = typesOf(former);
    registry.assertFree(extensions, goes);
    const loaded = await this.trials.load(await (trial ?? this.trials.begin(packed)));
    try {
      const next = registry.with(loaded.extensions, goes);
      await instances.passOver([...goes, ...extensions], next, commit);
    } catch (error) {
      await folders.remove(sha512);
      throw error;
    }
    this.onNode.set(name, { sha512, extensions, state: { state: 'loaded' } });
    this.turnedAway.delete(name);
    registry.explainAbsence(former?.extensions ?? [], undefined);
    // The files of the former version stay until the next start: calls under way may still load from them.
    log.info({ plugin: name, version, sha512 }, isUpgrade ? 'Plugin upgraded' : 'Plugin loaded');
  }

  private async renew(packed: PackedPlugin, commit: () => Promise<void>): Promise<void> {
    const { registry, folders } = this.tools;
    const { manifest, sha512 } = packed;
    const { name, extensions } = manifest;
    registry.assertFree(extensions, []);
    await this.trials.load(await this.trials.begin(packed));
    await folders.remove(sha512);
    await commit();
    await this.disable({ name, sha512, extensions });
  }

  private disable(plugin: Pick<StoredPackage, 'name' | 'sha512' | 'extensions'>): Promise<void> {
    const reason = because(message('plugin-disabled', { name: plugin.name }));
    return this.withhold(plugin, { state: 'disabled' }, reason);
  }

  private async withhold(
    { name, sha512, extensions }: Pick<StoredPackage, 'name' | 'sha512' | 'extensions'>,
    state: PluginState,
    reason: Reason,
  ): Promise<void> {
    const former = this.onNode.get(name);
    await this.end(former, extensions, reason);
    this.onNode.set(name, { sha512, extensions, state });
    this.turnedAway.delete(name);
    if (former?.state.state === 'loaded') await this.tools.folders.remove(former.sha512);
  }

  private async drop(name: string): Promise<void> {
    const former = this.onNode.get(name);
    if (former === undefined) return;
    await this.end(former, former.extensions, undefined);
    this.onNode.delete(name);
    this.turnedAway.delete(name);
    await this.tools.marks.forgive(former.sha512);
    await this.tools.folders.remove(former.sha512);
  }

  /** Takes a plugin's types out of service; when that fails, they serve on. Those that another one serves stay. */
  private async end(
    former: OnNode | undefined,
    declared: readonly ExtensionName[],
    reason: Reason | undefined,
  ): Promise<void> {
    const { registry, instances } = this.tools;
    const before = registry.with([]);
    registry.remove(typesOf(former));
    const types = [...typesOf(former), ...declared].filter(({ kind, id }) => !registry.find(kind, id));
    registry.explainAbsence(types, reason);
    try {
      await instances.reloadTypes(types);
    } catch (error) {
      registry.become(before);
      throw error;
    }
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.changes.then(work);
    this.changes = done.catch(() => undefined);
    return done;
  }
}

/** What a plugin has in the registry: one that is not loaded has nothing there, whatever it promises. */
function typesOf(plugin: OnNode | undefined): readonly ExtensionName[] {
  return plugin?.state.state === 'loaded' ? plugin.extensions : [];
}
