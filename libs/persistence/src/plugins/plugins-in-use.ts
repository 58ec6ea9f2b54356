import { message } from '@marcador/messages/message.js';
import type { EntityManager } from 'typeorm';
import { PluginInstance } from '../entities/plugin-instance.entity.js';
import type { PluginPackage } from '../entities/plugin-package.entity.js';
import { NotAllowedNowError } from '../repository.errors.js';

type Types = PluginPackage['extensions'];

/** The instances that a campaign uses. */
const USED = `instance.id = ANY
  (ARRAY[target_instance_id, amd_instance_id, pacing_instance_id] || dnc_instance_ids)`;

/** The name of a campaign that uses the instance, of several the first. */
export async function firstUsing(manager: EntityManager, instanceId: string): Promise<string | undefined> {
  const [campaign] = await manager.query<{ name: string }[]>(
    `SELECT campaign.name FROM campaign JOIN plugin_instance instance ON ${USED}
     WHERE instance.id = $1 ORDER BY campaign.name LIMIT 1`,
    [instanceId],
  );
  return campaign?.name;
}

/**
 * Locks the plugins whose instances a campaign uses: until the transaction of `manager` has ended none of them is disabled,
 * removed or upgraded. Waits for those who do so.
 * @throws NotAllowedNowError that names one which is disabled
 */
export async function keepEnabled(manager: EntityManager, campaignId: string): Promise<void> {
  // Whether it is enabled stands not in the condition: of a row that had to be waited for only what is selected is read anew.
  const plugins = await manager.query<{ name: string; enabled: boolean }[]>(
    `SELECT plugin.name, plugin.enabled FROM plugin_package plugin
     WHERE EXISTS (
       SELECT FROM campaign JOIN plugin_instance instance ON ${USED}
       WHERE campaign.id = $1 AND plugin.extensions @>
         jsonb_build_array(jsonb_build_object('kind', instance.kind, 'id', instance.type)))
     ORDER BY plugin.name FOR SHARE`,
    [campaignId],
  );
  const disabled = plugins.find(({ enabled }) => !enabled);
  if (disabled !== undefined)
    throw new NotAllowedNowError(message('plugin-disabled', { name: disabled.name }));
}

/**
 * A campaign that was just stopped counts too: its last calls go on, and would lose what they depend on.
 * @throws NotAllowedNowError when a campaign that is started or has calls under way uses an instance of these types
 */
export async function refuseWhileDialling(manager: EntityManager, types: Types): Promise<void> {
  const ids = (await instancesOf(manager, types)).map(({ id }) => id);
  const [use] = await manager.query<{ campaign: string; instance: string }[]>(
    `SELECT campaign.name AS campaign, instance.name AS instance
     FROM campaign JOIN plugin_instance instance ON ${USED}
     WHERE instance.id = ANY($1) AND (campaign.state = 'STARTED'
       OR EXISTS (SELECT FROM claim WHERE claim.campaign_id = campaign.id))
     ORDER BY campaign.name, instance.name LIMIT 1`,
    [ids],
  );
  if (use !== undefined) throw new NotAllowedNowError(message('plugin-used-by-campaign', use));
}

/** What is configured with these types, by name. */
export async function instancesOf(manager: EntityManager, types: Types): Promise<PluginInstance[]> {
  return manager.find(PluginInstance, {
    where: types.map(({ kind, id }) => ({ kind, type: id })),
    order: { name: 'ASC' },
  });
}
