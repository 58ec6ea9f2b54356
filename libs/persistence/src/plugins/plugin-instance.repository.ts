import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PluginInstance } from '../entities/plugin-instance.entity.js';
import { NameTakenError, NotAllowedNowError, NotFoundError } from '../repository.errors.js';
import { renaming, SQL_STATE } from '../sql-state.js';
import { lockVersion } from '../versioned.js';
import { firstUsing } from './plugins-in-use.js';

/** What an instance is made of. */
export type NewPluginInstance = Omit<PluginInstance, 'id' | 'version' | 'keepAnswersMinutes'> &
  Partial<Pick<PluginInstance, 'id' | 'keepAnswersMinutes'>>;

/** The configured instances of extensions. */
@Injectable()
export class PluginInstanceRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By kind and name. */
  all(): Promise<PluginInstance[]> {
    return this.dataSource.manager.find(PluginInstance, { order: { kind: 'ASC', name: 'ASC' } });
  }

  /** Those of one kind, by name. */
  ofKind(kind: string): Promise<PluginInstance[]> {
    return this.dataSource.manager.find(PluginInstance, { where: { kind }, order: { name: 'ASC' } });
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<PluginInstance> {
    const instance = await this.dataSource.manager.findOneBy(PluginInstance, { id });
    if (instance === null) throw new NotFoundError('plugin instance', id);
    return instance;
  }

  /** @throws NameTakenError when the kind has one of this name */
  create(instance: NewPluginInstance): Promise<PluginInstance> {
    return unlessNameTaken(() => this.dataSource.manager.save(PluginInstance, { ...instance }));
  }

  /** @throws NotFoundError, StaleVersionError, NameTakenError, NotAllowedNowError when it is built in */
  update(
    id: string,
    version: number,
    changes: Partial<Pick<PluginInstance, 'name' | 'config' | 'keepAnswersMinutes'>>,
  ): Promise<PluginInstance> {
    return unlessNameTaken(() =>
      this.dataSource.transaction(async (manager) => {
        const instance = await lockVersion(manager, PluginInstance, 'plugin instance', id, version);
        refuseBuiltIn(instance);
        return manager.save(PluginInstance, Object.assign(instance, changes));
      }),
    );
  }

  /**
   * Stores the same values in another form, which is no change that an editor has to know of.
   * @returns whether it was still this version
   */
  async rewrite({ id, version }: Pick<PluginInstance, 'id' | 'version'>, config: object): Promise<boolean> {
    const [, rows] = await this.dataSource.query<[unknown, number]>(
      'UPDATE plugin_instance SET config = $3 WHERE id = $1 AND version = $2',
      [id, version, JSON.stringify(config)],
    );
    return rows === 1;
  }

  /** @throws NotFoundError, NotAllowedNowError when it is built in or a campaign uses it */
  async remove(id: string): Promise<void> {
    const instance = await this.get(id);
    refuseBuiltIn(instance);
    await this.dataSource.transaction(async (manager) => {
      // Waits for those who begin to use it, and has those wait who would.
      await manager.query('SELECT FROM plugin_instance WHERE id = $1 FOR UPDATE', [id]);
      const campaign = await firstUsing(manager, id);
      if (campaign !== undefined)
        throw new NotAllowedNowError(message('instance-used', { name: instance.name, campaign }));
      await manager.delete(PluginInstance, id);
    });
  }
}

function refuseBuiltIn(instance: PluginInstance): void {
  if (instance.builtIn) {
    throw new NotAllowedNowError(message('instance-built-in', { name: instance.name }));
  }
}

function unlessNameTaken<T>(action: () => Promise<T>): Promise<T> {
  return renaming(SQL_STATE.uniqueViolation, () => new NameTakenError('plugin instance'), action);
}
