import { randomUUID } from 'node:crypto';
import type { MachineKind } from '@marcador/domain/answering-machine.js';
import type { LeadStatus } from '@marcador/domain/lead-status.js';
import { makeCampaign, openTestDatabase, settlementOf } from '../../../../test/support/campaign-fixtures.js';
import { CampaignRepository } from '../campaigns/campaign.repository.js';
import type { CallRecord } from '../entities/call-record.entity.js';
import type { Campaign } from '../entities/campaign.entity.js';
import { Group } from '../entities/group.entity.js';
import { LeadClaims } from '../leads/lead-claims.js';
import type { CallRecordFilter } from './call-record-query.js';
import { CallRecordRepository } from './call-record.repository.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const LATER = new Date('2026-11-23T14:00:00.000Z');

describe('call records', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let records: CallRecordRepository;
  let campaigns: CampaignRepository;
  let claims: LeadClaims;
  let campaign: Campaign;
  let other: Campaign;

  beforeAll(async () => {
    database = await openTestDatabase();
    const { dataSource } = database;
    records = new CallRecordRepository(dataSource);
    campaigns = new CampaignRepository(dataSource);
    claims = new LeadClaims(dataSource);
    campaign = await makeCampaign(campaigns, dataSource, {}, ['1', '2', '3'], NOW);
    other = await makeCampaign(campaigns, dataSource, {}, ['4'], NOW);
    await callAll(campaign, 'BUSY', NOW);
    await callAll(other, 'BUSY', NOW);
    await callAll(campaign, 'AMD', LATER, 'beep');
  });

  afterAll(() => database.close());

  async function callAll(of: Campaign, status: LeadStatus, at: Date, machine?: MachineKind): Promise<void> {
    for (const lead of await claims.claim(of.id, 10, 'node-1', at, randomUUID())) {
      const { record, ...settlement } = settlementOf(lead, of, { result: { status } });
      await claims.settle({ ...settlement, record: { ...record, amdMachine: machine ?? null } });
    }
  }

  const found = async (filter: CallRecordFilter) =>
    (await records.page(filter, 10)).items.map(({ phone, attempt, result }) => [phone, attempt, result]);

  /** The pages from the newest record on, and those on the way back from the oldest. */
  const walkBothWays = async (filter: CallRecordFilter, limit: number) => {
    const idsOf = ({ items }: { readonly items: readonly CallRecord[] }) => items.map(({ id }) => id);
    const onward = [await records.page(filter, limit)];
    while (onward.at(-1)!.hasNext)
      onward.push(await records.page(filter, limit, { before: idsOf(onward.at(-1)!).at(-1) }));
    const back = [onward.at(-1)!];
    while (back[0]!.hasPrevious)
      back.unshift(await records.page(filter, limit, { after: idsOf(back[0]!)[0] }));
    return { onward, onwardIds: onward.map(idsOf), backIds: back.map(idsOf) };
  };

  it('come in pages, newest first, and back', async () => {
    const { onward, onwardIds, backIds } = await walkBothWays({}, 3);
    expect(onward.map(({ items }) => items.map(({ phone, attempt }) => `${phone}:${attempt}`))).toEqual([
      ['3:2', '2:2', '1:2'],
      ['4:1', '3:1', '2:1'],
      ['1:1'],
    ]);
    expect(onward.map(({ hasPrevious, hasNext }) => [hasPrevious, hasNext])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
    expect(backIds).toEqual(onwardIds);
  });

  it('are found by what a machine was known by', async () => {
    const machines = await found({ campaignIds: [campaign.id], amdMachine: 'beep' });
    expect(machines.map(([phone]) => phone)).toEqual(['3', '2', '1']);
    expect(await found({ amdMachine: 'fax' })).toEqual([]);
  });

  it('are found by campaigns, number, result, sub-reason, port and time of their end', async () => {
    const both = [campaign.id, other.id];
    expect(await found({ campaignIds: [other.id] })).toEqual([['4', 1, 'BUSY']]);
    expect(await found({ campaignIds: [] })).toEqual([]);
    expect(await found({ campaignIds: both })).toEqual(await found({}));
    expect((await found({ campaignIds: both, result: 'BUSY' })).map(([phone]) => phone)).toEqual([
      '4',
      '3',
      '2',
      '1',
    ]);
    expect(await found({ phone: '2' })).toEqual([
      ['2', 2, 'AMD'],
      ['2', 1, 'BUSY'],
    ]);
    expect(await found({ phone: '2', result: 'AMD', campaignIds: both })).toEqual([['2', 2, 'AMD']]);
    expect(await found({ phone: '2', campaignIds: [other.id] })).toEqual([]);
    const ended = new Date(LATER.getTime() + 20_000);
    expect(await found({ from: ended })).toHaveLength(3);
    expect(await found({ until: ended })).toHaveLength(4);
    expect(await found({ port: 'port-1' })).toHaveLength(7);
    expect(await found({ port: 'port-2' })).toEqual([]);
    expect(await found({ subReason: 'no-answer', campaignIds: both })).toEqual([]);
  });

  it('come in the same pages when few campaigns are looked through as when all are', async () => {
    const ofAll = await walkBothWays({}, 2);
    const ofBoth = await walkBothWays({ campaignIds: [campaign.id, other.id] }, 2);
    expect(ofBoth.onwardIds).toEqual(ofAll.onwardIds);
    expect(ofBoth.backIds.flat()).toEqual(ofAll.onwardIds.flat());
    expect(await records.page({}, 2, { before: '9223372036854775807' })).toEqual({
      items: [],
      hasPrevious: false,
      hasNext: false,
    });
  });

  it('are walked campaign by campaign', async () => {
    const walked = [];
    for await (const { phone, attempt } of records.walk({ until: LATER }, [other.id, campaign.id]))
      walked.push(`${phone}:${attempt}`);
    expect(walked).toEqual(['4:1', '3:1', '2:1', '1:1']);
  });

  it('know their campaigns also when these are gone, with the group that they belonged to at last', async () => {
    const group = await database.dataSource.manager.save(Group, { name: 'Another' });
    const gone = await makeCampaign(campaigns, database.dataSource, { name: 'Gone' }, [], NOW);
    await campaigns.update(gone.id, gone.version, { groupId: group.id });
    const inGroup = () => records.campaigns([group.id]);
    expect(await inGroup()).toEqual([{ id: gone.id, name: 'Gone', removed: false }]);
    await campaigns.remove(gone.id, LATER);
    expect(await inGroup()).toEqual([{ id: gone.id, name: 'Gone', removed: true }]);
    expect((await records.campaigns()).map(({ id }) => id).sort()).toEqual(
      [campaign.id, other.id, gone.id].sort(),
    );
    expect(await records.campaigns([])).toEqual([]);
  });
});
