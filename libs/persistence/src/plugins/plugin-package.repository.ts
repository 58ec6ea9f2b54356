import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PluginPackage } from '../entities/plugin-package.entity.js';
import { NotAllowedNowError, NotFoundError } from '../repository.errors.js';
import { instancesOf, refuseWhileDialling } from './plugins-in-use.js';

/** A plugin as it is listed, without its bytes. */
export type PluginPackageRow = Omit<PluginPackage, 'packed' | 'previousPacked'>;

/** What is stored of a plugin that comes in. */
export type NewPluginPackage = Omit<PluginPackage, 'id' | 'enabled' | 'previousVersion' | 'previousPacked'>;

/** The plugins that were installed at run time. */
@Injectable()
export class PluginPackageRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By name. */
  all(): Promise<PluginPackageRow[]> {
    return this.dataSource.manager.find(PluginPackage, { order: { name: 'ASC' } });
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<PluginPackageRow> {
    const found = await this.dataSource.manager.findOneBy(PluginPackage, { id });
    if (found === null) throw new NotFoundError('plugin', id);
    return found;
  }

  /** The packed bytes; `undefined` when there is no such plugin. */
  async packed(id: string): Promise<Buffer | undefined> {
    const found = await this.dataSource.manager.findOne(PluginPackage, {
      where: { id },
      select: { id: true, packed: true },
    });
    return found?.packed;
  }

  /**
   * The packed bytes of the version that the present one took the place of.
   * @throws NotFoundError, NotAllowedNowError when there was none
   */
  async previous(id: string): Promise<Buffer> {
    const found = await this.dataSource.manager.findOne(PluginPackage, {
      where: { id },
      select: { id: true, name: true, previousPacked: true },
    });
    if (found === null) throw new NotFoundError('plugin', id);
    const { name, previousPacked } = found;
    if (previousPacked === null) throw new NotAllowedNowError(message('plugin-no-previous', { name }));
    return previousPacked;
  }

  /**
   * Stores a plugin, enabled; or in place of its former version, which is kept, enabled or not as that was. When it fails,
   * nothing is stored.
   * @returns its id
   * @throws NotAllowedNowError when something is configured with a type that only the former version has
   */
  put(plugin: NewPluginPackage): Promise<string> {
    return this.dataSource.transaction(async (manager) => {
      const former = await locked(manager, { name: plugin.name });
      if (former !== null) await refuseDropped(manager, former, plugin);
      // What is installed once more is no version before itself.
      await manager.query(
        `UPDATE plugin_package SET previous_version = version, previous_packed = packed
         WHERE name = $1 AND sha512 <> $2`,
        [plugin.name, plugin.sha512],
      );
      const { identifiers } = await manager.upsert(PluginPackage, plugin, ['name']);
      const [stored] = identifiers as [{ id: string }];
      return stored.id;
    });
  }

  async enable(id: string): Promise<void> {
    await this.dataSource.manager.update(PluginPackage, { id }, { enabled: true });
  }

  /** @throws NotFoundError, NotAllowedNowError while a campaign's calls use it, also one that is just being started */
  disable(id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      await refuseWhileDialling(manager, await lockedTypes(manager, id));
      await manager.update(PluginPackage, { id }, { enabled: false });
    });
  }

  /** @throws NotFoundError, NotAllowedNowError when an instance is configured with it */
  remove(id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const types = await lockedTypes(manager, id);
      await refuseWhileDialling(manager, types);
      const [instance] = await instancesOf(manager, types);
      if (instance !== undefined)
        throw new NotAllowedNowError(message('plugin-has-instances', { instance: instance.name }));
      await manager.delete(PluginPackage, { id });
    });
  }
}

/** No campaign that uses it can be started until the transaction of `manager` has ended. */
function locked(
  manager: EntityManager,
  where: { readonly id: string } | { readonly name: string },
): Promise<PluginPackageRow | null> {
  return manager.findOne(PluginPackage, { where, lock: { mode: 'pessimistic_write' } });
}

async function lockedTypes(manager: EntityManager, id: string): Promise<PluginPackage['extensions']> {
  const found = await locked(manager, { id });
  if (found === null) throw new NotFoundError('plugin', id);
  return found.extensions;
}

async function refuseDropped(
  manager: EntityManager,
  former: Pick<PluginPackage, 'extensions'>,
  next: Pick<PluginPackage, 'extensions'>,
): Promise<void> {
  for (const type of former.extensions) {
    if (next.extensions.some(({ kind, id }) => kind === type.kind && id === type.id)) continue;
    const [instance] = await instancesOf(manager, [type]);
    if (instance === undefined) continue;
    const { kind, id } = type;
    throw new NotAllowedNowError(message('plugin-drops-type', { kind, id, instance: instance.name }));
  }
}
