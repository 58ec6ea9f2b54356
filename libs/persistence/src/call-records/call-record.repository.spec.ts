import { randomUUID } from 'node:crypto';
import type { LeadStatus } from '@marcador/domain/lead-status.js';
import { makeCampaign, openTestDatabase, settlementOf } from '../../../../test/support/campaign-fixtures.js';
import { CampaignRepository } from '../campaigns/campaign.repository.js';
import type { Campaign } from '../entities/campaign.entity.js';
import { LeadClaims } from '../leads/lead-claims.js';
import { CallRecordRepository, type CallRecordFilter } from './call-record.repository.js';

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
    await callAll(campaign, 'AMD', LATER);
  });

  afterAll(() => database.close());

  async function callAll(of: Campaign, status: LeadStatus, at: Date): Promise<void> {
    for (const lead of await claims.claim(of.id, 10, 'node-1', at, randomUUID())) {
      await claims.settle(settlementOf(lead, of, { result: { status } }));
    }
  }

  const found = async (filter: CallRecordFilter) =>
    (await records.page(filter, 10)).map(({ phone, attempt, result }) => [phone, attempt, result]);

  it('come in pages, newest first', async () => {
    const pages = [];
    for (let before: string | undefined; ;) {
      const page = await records.page({}, 3, before);
      pages.push(page.map(({ phone, attempt }) => `${phone}:${attempt}`));
      before = page.at(-1)?.id;
      if (page.length < 3) break;
    }
    expect(pages).toEqual([['3:2', '2:2', '1:2'], ['4:1', '3:1', '2:1'], ['1:1']]);
  });

  it('are found by campaign, group, number, result and time', async () => {
    expect(await found({ campaignId: other.id })).toEqual([['4', 1, 'BUSY']]);
    expect(await found({ groupIds: [] })).toEqual([]);
    expect(await found({ groupIds: [campaign.groupId] })).toHaveLength(7);
    expect(await found({ phone: '2' })).toEqual([
      ['2', 2, 'AMD'],
      ['2', 1, 'BUSY'],
    ]);
    expect(await found({ phone: '2', result: 'AMD' })).toEqual([['2', 2, 'AMD']]);
    expect(await found({ from: LATER })).toHaveLength(3);
    expect(await found({ until: LATER })).toHaveLength(4);
  });
});
