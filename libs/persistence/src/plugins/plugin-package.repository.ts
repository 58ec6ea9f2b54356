import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PluginInstance } from '../entities/plugin-instance.entity.js';
import { PluginPackage } from '../entities/plugin-package.entity.js';
import { NotAllowedNowError, NotFoundError } from '../repository.errors.js';

/** A plugin as it is listed, without its bytes. */
export type PluginPackageRow = Omit<PluginPackage, 'packed'>;

type Types = PluginPackage['extensions'];

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
   * Stores a plugin, enabled; or in place of its former version, enabled or not as that was. In one statement: when it
   * fails, nothing is stored.
   * @returns its id
   */
  async put(plugin: Omit<PluginPackage, 'id' | 'enabled'>): Promise<string> {
    const { identifiers } = await this.dataSource.manager.upsert(PluginPackage, plugin, ['name']);
    const [stored] = identifiers as [{ id: string }];
    return stored.id;
  }

  async setEnabled(id: string, enabled: boolean): Promise<void> {
    await this.dataSource.manager.update(PluginPackage, { id }, { enabled });
  }

  /** @throws NotFoundError, NotAllowedNowError when an instance is configured with it */
  async remove(id: string): Promise<void> {
    const { extensions } = await this.get(id);
    const [instance] = await this.instancesOf(extensions);
    if (instance !== undefined)
      throw new NotAllowedNowError(message('plugin-has-instances', { instance: instance.name }));
    await this.dataSource.manager.delete(PluginPackage, { id });
  }

  /**
   * A campaign that was just stopped counts too: its last calls go on, and would lose what they depend on.
   * @throws NotAllowedNowError when a campaign that is started or has calls under way uses an instance of these types
   */
  async refuseWhileDialling(types: Types): Promise<void> {
    const ids = (await this.instancesOf(types)).map(({ id }) => id);
    const [use] = await this.dataSource.query<{ campaign: string; instance: string }[]>(
      `SELECT campaign.name AS campaign, instance.name AS instance
       FROM campaign JOIN plugin_instance instance ON instance.id = ANY
         (ARRAY[target_instance_id, amd_instance_id, pacing_instance_id] || dnc_instance_ids)
       WHERE instance.id = ANY($1) AND (campaign.state = 'STARTED'
         OR EXISTS (SELECT FROM claim WHERE claim.campaign_id = campaign.id))
       ORDER BY campaign.name, instance.name LIMIT 1`,
      [ids],
    );
    if (use !== undefined) throw new NotAllowedNowError(message('plugin-used-by-campaign', use));
  }

  /** @throws NotAllowedNowError when the campaign uses an instance of a plugin that is disabled */
  async refuseDisabled(campaignId: string): Promise<void> {
    const [disabled] = await this.dataSource.query<{ name: string }[]>(
      `SELECT plugin.name
       FROM campaign JOIN plugin_instance instance ON instance.id = ANY
         (ARRAY[target_instance_id, amd_instance_id, pacing_instance_id] || dnc_instance_ids)
       JOIN plugin_package plugin ON plugin.extensions @>
         jsonb_build_array(jsonb_build_object('kind', instance.kind, 'id', instance.type))
       WHERE campaign.id = $1 AND NOT plugin.enabled
       ORDER BY plugin.name LIMIT 1`,
      [campaignId],
    );
    if (disabled !== undefined) throw new NotAllowedNowError(message('plugin-disabled', disabled));
  }

  private instancesOf(types: Types): Promise<PluginInstance[]> {
    return this.dataSource.manager.find(PluginInstance, {
      where: types.map(({ kind, id }) => ({ kind, type: id })),
      order: { name: 'ASC' },
    });
  }
}
