import { message, MessageError } from '@marcador/messages/message.js';
import {
  PluginPackageRepository,
  type PluginPackageRow,
} from '@marcador/persistence/plugins/plugin-package.repository.js';
import { NotAllowedNowError } from '@marcador/persistence/repository.errors.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import { InstalledPlugins } from '@marcador/plugin-host/packages/installed-plugins.js';
import { OtherContentsError } from '@marcador/plugin-host/packages/other-contents-error.js';
import { readPackedPlugin, type PackedPlugin } from '@marcador/plugin-host/packages/packed-plugin.js';
import type { LoadedPlugin } from '@marcador/plugin-host/packages/plugin-loader.js';
import { BUILT_IN } from '@marcador/plugin-host/plugin-host.module.js';
import { HttpStatus, Inject, Injectable } from '@nestjs/common';
import { ApiError, conflict } from '../http/api-error.js';
import { SecretSealing } from '../instances/secret-sealing.js';
import type { Configuration } from '../configuration.schema.js';
import { CLOCK, CONFIGURATION, LOG } from '../tokens.js';
import type { PluginNodeView, PluginView } from './plugin.dto.js';
import { namesIn } from './stored-packages.js';

/** The plugins of this installation: those that come with it, and those installed at run time. */
@Injectable()
export class PluginsService {
  constructor(
    @Inject(BUILT_IN) private readonly builtIn: readonly LoadedPlugin[],
    private readonly stored: PluginPackageRepository,
    private readonly installed: InstalledPlugins,
    private readonly sealing: SecretSealing,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  async list(): Promise<PluginView[]> {
    const builtIn = this.builtIn.map((plugin) => this.viewOfBuiltIn(plugin));
    const rows = await this.stored.all();
    return [...builtIn, ...rows.map((row) => this.viewOf(row))];
  }

  /**
   * Installs a plugin, or the next version of one that is installed.
   * @throws ApiError 422 with one sentence why it is refused; everything is then as before
   */
  async install(userName: string, bytes: Uint8Array): Promise<PluginView> {
    return refusing(async () => {
      const packed = await readPackedPlugin(bytes);
      const { name, version } = packed.manifest;
      if (this.builtIn.some(({ manifest }) => manifest.name === name))
        throw new MessageError(message('plugin-built-in', { name }));
      let id = '';
      await this.installed.install(packed, async () => {
        id = await this.store(userName, packed);
      });
      this.log.info({ plugin: name, version, userName }, 'Plugin installed');
      await this.sealing.sealAll();
      return this.viewOf(await this.stored.get(id));
    });
  }

  /**
   * Installs the version that the present one took the place of; doing it again undoes that.
   * @throws NotFoundError, NotAllowedNowError when there was none
   * @throws ApiError 422 with one sentence why it is refused; everything is then as before
   */
  async rollBack(userName: string, id: string): Promise<PluginView> {
    return this.install(userName, await this.stored.previous(id));
  }

  /** @throws NotFoundError */
  async enable(id: string): Promise<PluginView> {
    await this.installed.change(async () => {
      const { sha512 } = await this.stored.get(id);
      await this.stored.enable(id);
      await this.installed.forgive(sha512);
    });
    await this.sealing.sealAll();
    return this.viewOf(await this.stored.get(id));
  }

  /** @throws NotFoundError, NotAllowedNowError while a campaign's calls use it */
  async disable(id: string): Promise<PluginView> {
    await this.installed.change(() => this.stored.disable(id));
    return this.viewOf(await this.stored.get(id));
  }

  /** @throws NotFoundError, NotAllowedNowError while an instance is configured with it */
  remove(id: string): Promise<void> {
    return this.installed.change(() => this.stored.remove(id));
  }

  private store(uploadedBy: string, { manifest, sha512, packed }: PackedPlugin): Promise<string> {
    const { name, version, api, extensions } = manifest;
    return this.stored.put({
      ...{ name, version, api, sha512, uploadedBy },
      extensions: [...extensions],
      packed: Buffer.from(packed),
      uploadedAt: this.clock.now(),
    });
  }

  private viewOf(row: PluginPackageRow): PluginView {
    const { id, name, version, api, enabled, sha512, uploadedBy, uploadedAt, previousVersion } = row;
    const { state, ...more } = this.installed.state(row);
    const problem = 'reason' in more ? { problem: more.reason } : {};
    return {
      ...{ id, name, version, api, builtIn: false, enabled, sha512, uploadedBy, uploadedAt },
      ...(previousVersion !== null && { previousVersion }),
      extensions: namesIn(row),
      nodes: [this.node({ state, ...problem })],
    };
  }

  private viewOfBuiltIn({ manifest }: LoadedPlugin): PluginView {
    const { name, version, api, extensions } = manifest;
    const nodes = [this.node({ state: 'loaded' })];
    return { name, version, api, builtIn: true, enabled: true, extensions, nodes };
  }

  private node(view: Omit<PluginNodeView, 'node'>): PluginNodeView {
    return { node: this.configuration.nodeName, ...view };
  }
}

/** A package is refused because of what it is; a present state that forbids it is another matter. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OtherContentsError) throw conflict('plugin-refused', error.said);
    if (!(error instanceof MessageError) || error instanceof NotAllowedNowError) throw error;
    throw new ApiError(HttpStatus.UNPROCESSABLE_ENTITY, 'plugin-refused', error.said);
  }
}
