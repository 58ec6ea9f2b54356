import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { PluginInstance } from '@marcador/persistence/entities/plugin-instance.entity.js';
import {
  PluginInstanceRepository,
  type NewPluginInstance,
} from '@marcador/persistence/plugins/plugin-instance.repository.js';
import { SecretBox } from '@marcador/platform/secret-box.js';
import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import type { InstanceStore } from '@marcador/plugin-host/instance-store.js';
import type { Reason } from '@marcador/plugin-host/reason.js';
import { openConfig, sealConfig } from '@marcador/plugin-host/sealed-config.js';
import { Injectable } from '@nestjs/common';

/** A configured instance with its secrets open. */
export type StoredInstance = PluginInstance & {
  /** Why it must not be used; present exactly when a secret of its cannot be read. */
  readonly fault?: Reason;
};

/** The configured instances. Secrets are open on this side of it, and sealed in the database. */
@Injectable()
export class StoredInstances implements InstanceStore {
  constructor(
    private readonly rows: PluginInstanceRepository,
    private readonly registry: ExtensionRegistry,
    private readonly box: SecretBox,
  ) {}

  async all(): Promise<StoredInstance[]> {
    return (await this.rows.all()).map((row) => this.opened(row));
  }

  async find(id: string): Promise<StoredInstance | undefined> {
    return (await this.all()).find((row) => row.id === id);
  }

  async ofKind(kind: string): Promise<StoredInstance[]> {
    return (await this.rows.ofKind(kind)).map((row) => this.opened(row));
  }

  /** @throws NameTakenError when the kind has one of this name */
  async create(instance: Omit<NewPluginInstance, 'id'>): Promise<StoredInstance> {
    const id = randomUUID();
    return this.opened(await this.rows.create({ ...instance, id, config: this.sealed({ ...instance, id }) }));
  }

  /** @throws as the repository does */
  async update(
    instance: Pick<PluginInstance, 'id' | 'kind' | 'type'>,
    version: number,
    { config, ...others }: Partial<Pick<PluginInstance, 'name' | 'config' | 'keepAnswersMinutes'>>,
  ): Promise<StoredInstance> {
    const changes = { ...others, ...(config && { config: this.sealed({ ...instance, config }) }) };
    return this.opened(await this.rows.update(instance.id, version, changes));
  }

  remove(id: string): Promise<void> {
    return this.rows.remove(id);
  }

  /**
   * Brings what is stored to how it would be stored now: secrets from before they were sealed, those that another version
   * of a plugin did not call secret, those that a former key has sealed.
   * @returns how many instances were rewritten
   */
  async sealAll(): Promise<number> {
    let rewritten = 0;
    for (const stored of await this.rows.all()) {
      const sealed = this.sealed(this.opened(stored), stored.config);
      if (isDeepStrictEqual(sealed, stored.config)) continue;
      // Whoever has changed it meanwhile has sealed it, too.
      if (await this.rows.rewrite(stored, sealed)) rewritten++;
    }
    return rewritten;
  }

  private opened(row: PluginInstance): StoredInstance {
    return { ...row, ...openConfig(row.id, row.config, this.box) };
  }

  private sealed(
    { id, kind, type, config }: Pick<PluginInstance, 'id' | 'kind' | 'type' | 'config'>,
    stored?: unknown,
  ): Record<string, unknown> {
    return sealConfig(this.registry.find(kind, type)?.config, id, config, this.box, stored);
  }
}
