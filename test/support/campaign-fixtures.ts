import type { CampaignRepository, NewCampaign } from '@marcador/persistence/campaigns/campaign.repository.js';
import { openDataSource } from '@marcador/persistence/data-source.js';
import type { NewCallRecord } from '@marcador/persistence/entities/call-record.entity.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { Group } from '@marcador/persistence/entities/group.entity.js';
import { Lead } from '@marcador/persistence/entities/lead.entity.js';
import { PluginInstance } from '@marcador/persistence/entities/plugin-instance.entity.js';
import type { ClaimedLead, Settlement } from '@marcador/persistence/leads/lead-claims.js';
import { randomUUID } from 'node:crypto';
import { NO_AUDIO } from './no-audio.js';
import { createTestDatabase } from './test-database.js';

type DataSource = Awaited<ReturnType<typeof openDataSource>>;

/** A database of the test file's own, connected. */
export async function openTestDatabase(
  poolSize = 10,
): Promise<{ url: string; dataSource: DataSource; close: () => Promise<void> }> {
  const database = await createTestDatabase();
  const dataSource = await openDataSource({ url: database.url, poolSize });
  const close = async () => {
    await dataSource.destroy();
    await database.dropped();
  };
  return { url: database.url, dataSource, close };
}

/** A campaign that could be, in the default group, with instances of its own. */
export async function campaignData(
  dataSource: DataSource,
  changes: Partial<NewCampaign> = {},
): Promise<NewCampaign> {
  const group = await dataSource.manager.findOneByOrFail(Group, { name: 'Default Dialer Group' });
  const instance = async (kind: string) => {
    const values = { kind, type: 'test', name: randomUUID(), config: {} };
    return (await dataSource.manager.save(PluginInstance, values)).id;
  };
  return {
    name: `Campaign ${randomUUID()}`,
    description: '',
    groupId: group.id,
    startDate: '2026-11-23',
    endDate: '2026-11-27',
    startTime: '08:00',
    endTime: '18:00',
    weekdays: [1, 2, 3, 4, 5],
    timeZone: 'America/Sao_Paulo',
    defaultRegion: 'BR',
    pilotNumber: '5541999',
    callerNumber: '',
    callerName: '',
    company: '',
    maxAttempts: 5,
    retryAfterMinutes: 60,
    targetInstanceId: await instance('dial-target'),
    queueId: 'sales',
    queueName: 'Sales',
    dncInstanceIds: [await instance('dnc-provider')],
    amdInstanceId: null,
    undecidedMeans: 'PERSON',
    amdExplanations: false,
    messageRecordingId: null,
    pacingInstanceId: await instance('pacing-strategy'),
    ...changes,
  };
}

/** Makes a campaign with leads that are due. */
export async function makeCampaign(
  campaigns: CampaignRepository,
  dataSource: DataSource,
  changes: Partial<NewCampaign>,
  phones: readonly string[],
  due: Date,
): Promise<Campaign> {
  const campaign = await campaigns.create(await campaignData(dataSource, changes), []);
  const leads = phones.map((phone) => ({
    campaignId: campaign.id,
    name: `Lead ${phone}`,
    phone,
    nextAttemptAt: due,
  }));
  await dataSource.manager.insert(Lead, leads);
  return campaign;
}

/** What is stored of a claimed lead whose number was busy, unless the changes say otherwise. */
export function settlementOf(
  lead: ClaimedLead,
  campaign: Campaign,
  changes: Partial<Settlement> = {},
): Settlement {
  const endedAt = new Date(lead.claimedAt.getTime() + 20_000);
  const result = changes.result ?? { status: 'BUSY' };
  const record: NewCallRecord = {
    campaignId: campaign.id,
    campaignName: campaign.name,
    groupId: campaign.groupId,
    leadId: lead.leadId,
    leadName: lead.name,
    phone: lead.phone,
    attempt: lead.attempt,
    node: 'node-1',
    port: 'port-1',
    callId: 'abc@127.0.0.1',
    claimedAt: lead.claimedAt,
    dialledAt: new Date(lead.claimedAt.getTime() + 5),
    ringingAt: null,
    answeredAt: null,
    amdAt: null,
    transferredAt: null,
    endedAt,
    result: result.status,
    subReason: result.subReason ?? null,
    sipCode: 486,
    q850Cause: 17,
    amdAnsweredBy: null,
    amdMachine: null,
    amdReason: null,
    amdConfidence: null,
    amdDecidedMs: null,
    amdMeasurements: null,
    messageAt: null,
    messagePlayedMs: null,
    dncInstanceId: campaign.dncInstanceIds[0] ?? null,
    dncService: 'Embedded Service',
    dncVerdict: 'CLEAR',
    transferSipCode: null,
    ...NO_AUDIO,
  };
  return {
    leadId: lead.leadId,
    token: lead.token,
    attempts: lead.attempt,
    result,
    nextAttemptAt: new Date(endedAt.getTime() + campaign.retryAfterMinutes * 60_000),
    record,
    ...changes,
  };
}
