import { randomUUID } from 'node:crypto';
import { makeCampaign, openTestDatabase, settlementOf } from '../../../../test/support/campaign-fixtures.js';
import { CampaignRepository } from '../campaigns/campaign.repository.js';
import { CallRecord } from '../entities/call-record.entity.js';
import type { Campaign } from '../entities/campaign.entity.js';
import { LeadClaims } from '../leads/lead-claims.js';
import { AmdExplanations } from './amd-explanations.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const HEARD = { frameMs: 20, levelDbov: [-60, -20], speech: [], tones: [], belief: [] };

describe('what a detector heard', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let explanations: AmdExplanations;
  let claims: LeadClaims;
  let campaign: Campaign;
  const records = () => database.dataSource.getRepository(CallRecord);

  beforeAll(async () => {
    database = await openTestDatabase();
    explanations = new AmdExplanations(database.dataSource);
    claims = new LeadClaims(database.dataSource);
  });
  beforeEach(async () => {
    const campaigns = new CampaignRepository(database.dataSource);
    campaign = await makeCampaign(campaigns, database.dataSource, {}, ['1', '2', '3'], NOW);
  });
  afterAll(() => database.close());

  /** Calls everybody, who are heard as said by number. @returns the ids of the call records by number */
  async function called(heard: Readonly<Record<string, object>>): Promise<Record<string, string>> {
    const leads = await claims.claim(campaign.id, 10, 'node-1', NOW, randomUUID());
    const settlements = leads.map((lead) =>
      settlementOf(lead, campaign, { amdExplanation: heard[lead.phone] }),
    );
    // At once, and again, as where nobody knows whether it was written.
    await Promise.all(settlements.map((settlement) => claims.settle(settlement)));
    await Promise.all(settlements.map((settlement) => claims.settle(settlement)));
    const made = await records().findBy({ campaignId: campaign.id });
    expect(made).toHaveLength(3);
    return Object.fromEntries(made.map(({ phone, id }) => [phone, id]));
  }

  const kept = async (ids: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      await Promise.all(Object.entries(ids).map(async ([phone, id]) => [phone, await explanations.of(id)])),
    ) as Record<string, object | null | undefined>;

  it('is kept with the record of its own call', async () => {
    const ids = await called({ 1: HEARD, 3: { ...HEARD, frameMs: 40 } });
    expect(await kept(ids)).toEqual({ 1: HEARD, 2: null, 3: { ...HEARD, frameMs: 40 } });
  });

  it('is told of the calls of the campaigns that are asked about', async () => {
    const { 1: id = '' } = await called({ 1: HEARD });
    expect(await explanations.of(id, [campaign.id])).toEqual(HEARD);
    expect(await explanations.of(id, [randomUUID()])).toBeUndefined();
    expect(await explanations.of('987654321')).toBeUndefined();
  });

  it('goes with its record', async () => {
    const ids = await called({ 1: HEARD });
    await records().delete({ campaignId: campaign.id });
    expect(await kept(ids)).toEqual({ 1: undefined, 2: undefined, 3: undefined });
  });

  it('is removed once its call is older than wanted; the record stays', async () => {
    const ids = await called({ 1: HEARD, 2: HEARD });
    const [{ endedAt }] = (await records().findBy({ id: ids['1'] ?? '' })) as [CallRecord];
    await explanations.removeBefore(endedAt);
    expect(await kept(ids)).toMatchObject({ 1: HEARD, 2: HEARD });
    await explanations.removeBefore(new Date(endedAt.getTime() + 1));
    expect(await kept(ids)).toEqual({ 1: null, 2: null, 3: null });
  });
});
