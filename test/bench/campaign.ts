import { CampaignRepository, type NewCampaign } from '@marcador/persistence/campaigns/campaign.repository.js';
import type { openDataSource } from '@marcador/persistence/data-source.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { Group } from '@marcador/persistence/entities/group.entity.js';
import { PluginInstance } from '@marcador/persistence/entities/plugin-instance.entity.js';

type Database = Awaited<ReturnType<typeof openDataSource>>;

let made = 0;

/** What a campaign chooses from: instances of types that are not there, but for the do-not-call list. */
export async function benchInstances(database: Database) {
  const { manager } = database;
  const instance = async (kind: PluginInstance['kind'], type: string) => {
    const values = { kind, type, name: `bench ${Date.now()} ${++made}`, config: {}, builtIn: false };
    return (await manager.save(manager.create(PluginInstance, values))).id;
  };
  return {
    targetInstanceId: await instance('dial-target', 'bench'),
    dncInstanceIds: [await instance('dnc-provider', 'dnc-embedded')],
    pacingInstanceId: await instance('pacing-strategy', 'bench'),
  };
}

/** Makes a campaign in the default group. */
export async function benchCampaign(
  database: Database,
  instances: Awaited<ReturnType<typeof benchInstances>>,
  changes: Partial<NewCampaign> = {},
): Promise<Campaign> {
  const group = await database.manager.findOneByOrFail(Group, { name: 'Default Dialer Group' });
  const campaign: NewCampaign = {
    name: `bench ${Date.now()} ${++made}`,
    description: '',
    groupId: group.id,
    startDate: '2026-01-01',
    endDate: '2026-01-01',
    startTime: '00:00',
    endTime: '24:00',
    weekdays: [1],
    timeZone: 'UTC',
    defaultRegion: 'BR',
    pilotNumber: '5000',
    callerNumber: '',
    callerName: '',
    company: '',
    maxAttempts: 1,
    retryAfterMinutes: 1,
    queueId: 'queue',
    queueName: 'queue',
    amdInstanceId: null,
    undecidedMeans: 'PERSON',
    amdExplanations: false,
    messageRecordingId: null,
    ...instances,
    ...changes,
  };
  return new CampaignRepository(database).create(campaign, []);
}
