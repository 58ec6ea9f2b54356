import { CampaignRepository } from '../campaigns/campaign.repository.js';
import { CallRecord } from '../entities/call-record.entity.js';
import type { Campaign } from '../entities/campaign.entity.js';
import { Claim } from '../entities/claim.entity.js';
import { Lead } from '../entities/lead.entity.js';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { makeCampaign, openTestDatabase, settlementOf } from '../../../../test/support/campaign-fixtures.js';
import { LeadClaims } from './lead-claims.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const LATER = new Date('2026-11-23T13:00:00.000Z');

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let dataSource: DataSource;
let campaigns: CampaignRepository;
let claims: LeadClaims;

beforeAll(async () => {
  database = await openTestDatabase();
  dataSource = database.dataSource;
  campaigns = new CampaignRepository(dataSource);
  claims = new LeadClaims(dataSource);
});

afterAll(() => database.close());

afterEach(async () => {
  await dataSource.query('TRUNCATE claim, lead, call_record, amd_explanation');
});

const campaignWith = (phones: readonly string[], due = NOW): Promise<Campaign> =>
  makeCampaign(campaigns, dataSource, {}, phones, due);

async function claimOne(campaign: Campaign, now = NOW) {
  const [lead] = await claims.claim(campaign.id, 1, 'node-1', now, randomUUID());
  if (lead === undefined) throw new Error('No lead was due.');
  return lead;
}

const leadOf = (leadId: string) => dataSource.manager.findOneByOrFail(Lead, { id: leadId });
const recordsOf = (leadId: string) => dataSource.manager.findBy(CallRecord, { leadId });

describe('claiming', () => {
  it('takes the leads that are due, those due longest first', async () => {
    const campaign = await campaignWith(['1', '2']);
    await dataSource.manager.insert(Lead, [
      { campaignId: campaign.id, name: '', phone: '3', nextAttemptAt: new Date(NOW.getTime() - 1) },
      { campaignId: campaign.id, name: '', phone: '4', nextAttemptAt: new Date(NOW.getTime() + 1) },
      { campaignId: campaign.id, name: '', phone: '5', nextAttemptAt: null },
    ]);
    const token = randomUUID();
    const claimed = await claims.claim(campaign.id, 10, 'node-1', NOW, token);
    expect(claimed.map(({ phone }) => phone)).toEqual(['3', '1', '2']);
    expect(claimed[1]).toEqual({
      leadId: expect.any(String) as string,
      campaignId: campaign.id,
      name: 'Lead 1',
      phone: '1',
      attempt: 1,
      token,
      claimedAt: NOW,
    });
  });

  it('takes no more than asked for, and none twice', async () => {
    const campaign = await campaignWith(['1', '2', '3']);
    const first = await claims.claim(campaign.id, 2, 'node-1', NOW, randomUUID());
    const second = await claims.claim(campaign.id, 2, 'node-2', NOW, randomUUID());
    expect(first.map(({ phone }) => phone)).toEqual(['1', '2']);
    expect(second.map(({ phone }) => phone)).toEqual(['3']);
  });

  it('leaves a number alone that another campaign calls at the moment', async () => {
    const [one, other] = [await campaignWith(['1', '2']), await campaignWith(['2', '3'])];
    await claims.claim(one.id, 2, 'node-1', NOW, randomUUID());
    expect((await claims.claim(other.id, 2, 'node-1', NOW, randomUUID())).map(({ phone }) => phone)).toEqual([
      '3',
    ]);
  });

  it('is exclusive over eight connections, also where campaigns share numbers', async () => {
    const phones = Array.from({ length: 1000 }, (_, index) => String(index));
    const [one, other] = [await campaignWith(phones), await campaignWith(phones.toReversed())];
    const nodes = await Promise.all(Array.from({ length: 8 }, () => openAnother()));
    const all = await Promise.all(
      nodes.map(async (node, index) => {
        const claimed = [];
        for (let empty = 0; empty < 2;) {
          const campaign = claimed.length % 2 === index % 2 ? one : other;
          const batch = await node.claims.claim(campaign.id, 7, `node-${index}`, NOW, randomUUID());
          empty = batch.length === 0 ? empty + 1 : 0;
          claimed.push(...batch);
        }
        return claimed;
      }),
    );
    await Promise.all(nodes.map((node) => node.dataSource.destroy()));
    const claimed = all.flat();
    expect(new Set(claimed.map(({ phone }) => phone)).size).toBe(claimed.length);
    expect(new Set(claimed.map(({ leadId }) => leadId)).size).toBe(claimed.length);
    expect(await dataSource.manager.count(Claim)).toBe(claimed.length);
    expect(await dataSource.manager.countBy(Lead, { claimed: true })).toBe(claimed.length);
    expect(claimed.length).toBeGreaterThan(500);
  });
});

describe('the mark of dialling', () => {
  it('says at which port the call begins', async () => {
    const lead = await claimOne(await campaignWith(['1']));
    await claims.markDialling(lead, 'port-7', LATER);
    expect(await claims.leftOver()).toEqual([{ ...lead, node: 'node-1', port: 'port-7', diallingAt: LATER }]);
  });

  it('is refused when the claim is gone', async () => {
    const lead = await claimOne(await campaignWith(['1']));
    await claims.release(lead);
    await expect(claims.markDialling(lead, 'port-7', LATER)).rejects.toThrow(/must not be dialled/);
  });

  it('says of each lead whether it may be dialled, also when many are marked at once', async () => {
    const campaign = await campaignWith(['1', '2', '3', '4']);
    const leads = await claims.claim(campaign.id, 4, 'node-1', NOW, randomUUID());
    await claims.release(leads[2]!);
    const marked = await Promise.allSettled(
      leads.map((lead, index) => claims.markDialling(lead, `port-${index}`, LATER)),
    );
    expect(marked.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    const noted = await dataSource.manager.find(Claim, { order: { leadId: 'ASC' } });
    expect(noted.map(({ port }) => port)).toEqual(['port-0', 'port-1', 'port-3']);
  });
});

describe('a released lead', () => {
  it('is due again as if it had never been claimed, without a record', async () => {
    const campaign = await campaignWith(['1']);
    const lead = await claimOne(campaign);
    await claims.release(lead);
    expect(await claimOne(campaign)).toEqual({ ...lead, token: expect.any(String) as string });
    expect(await recordsOf(lead.leadId)).toEqual([]);
  });

  it('waits behind the others that are due where it is not to be called at once', async () => {
    const campaign = await campaignWith(['1', '2']);
    const first = await claimOne(campaign);
    await claims.release(first, LATER);
    expect(await claimOne(campaign)).not.toMatchObject({ leadId: first.leadId });
    expect(await claims.nextDueAt(campaign.id)).toEqual(LATER);
  });

  it('stays with who claimed it next when it is released again', async () => {
    const campaign = await campaignWith(['1']);
    const lead = await claimOne(campaign);
    await claims.release(lead);
    const again = await claimOne(campaign);
    await claims.release(lead);
    expect(await leadOf(lead.leadId)).toMatchObject({ claimed: true });
    await claims.markDialling(again, 'port-7', LATER);
  });
});

describe('a waiting number', () => {
  it('is one of a lead that will be called and is not in a call, other than those named', async () => {
    const campaign = await campaignWith(['1', '2', '3']);
    const { phone } = await claimOne(campaign);
    const second = await claims.waitingNumber(campaign.id, []);
    const third = await claims.waitingNumber(campaign.id, [second ?? '']);
    expect([phone, second, third].sort()).toEqual(['1', '2', '3']);
    expect(await claims.waitingNumber(campaign.id, ['1', '2', '3'])).toBeUndefined();
  });
});

describe('an abandoned claim', () => {
  it('gives back all that it took and nothing else', async () => {
    const campaign = await campaignWith(['1', '2', '3']);
    const token = randomUUID();
    const taken = await claims.claim(campaign.id, 2, 'node-1', NOW, token);
    const other = await claimOne(campaign);
    await claims.abandon(token);
    await claims.abandon(randomUUID());
    expect(await leadOf(other.leadId)).toMatchObject({ claimed: true });
    const again = await claims.claim(campaign.id, 3, 'node-1', NOW, randomUUID());
    expect(again.map(({ leadId }) => leadId)).toEqual(taken.map(({ leadId }) => leadId));
  });

  it('is given back although it was still under way', async () => {
    const campaign = await campaignWith(['1']);
    const blocker = dataSource.createQueryRunner();
    await blocker.startTransaction();
    const { id: leadId } = await dataSource.manager.findOneByOrFail(Lead, { campaignId: campaign.id });
    const other = { leadId, campaignId: campaign.id, phone: '1', attempt: 1, node: 'node-2', claimedAt: NOW };
    await blocker.manager.insert(Claim, { ...other, token: randomUUID() });
    const token = randomUUID();
    const claimed = claims.claim(campaign.id, 1, 'node-1', NOW, token);
    while ((await waiting()) < 1);
    let done = false;
    const abandoned = claims.abandon(token).finally(() => (done = true));
    while (!done && (await waiting()) < 2);
    await blocker.rollbackTransaction();
    await blocker.release();
    expect(await claimed).toHaveLength(1);
    await abandoned;
    expect(await leadOf(leadId)).toMatchObject({ claimed: false });
  });

  it('keeps the lead that is being dialled', async () => {
    const campaign = await campaignWith(['1', '2']);
    const token = randomUUID();
    const [dialled, idle] = await claims.claim(campaign.id, 2, 'node-1', NOW, token);
    await claims.markDialling(dialled!, 'port-7', LATER);
    await claims.abandon(token);
    expect(await leadOf(dialled!.leadId)).toMatchObject({ claimed: true });
    expect(await leadOf(idle!.leadId)).toMatchObject({ claimed: false });
  });
});

describe('settling', () => {
  it('writes the record and the lead’s next attempt, and ends the claim', async () => {
    const campaign = await campaignWith(['1']);
    const lead = await claimOne(campaign);
    const settlement = settlementOf(lead, campaign, {
      result: { status: 'FAILURE', subReason: 'no-answer' },
    });
    const record = {
      ...settlement.record,
      amdMeasurements: { silenceMs: 350 },
      amdConfidence: 0.5,
      audioCodec: 'PCMU',
      audioEncrypted: false,
      audioPacketsReceived: 2_000_000,
      audioPacketsLost: 0,
      audioJitterMs: 2.125,
    };
    await claims.settle({ ...settlement, record });

    expect(await leadOf(lead.leadId)).toMatchObject({
      status: 'FAILURE',
      subReason: 'no-answer',
      attempts: 1,
      claimed: false,
      nextAttemptAt: settlement.nextAttemptAt,
      lastEndedAt: record.endedAt,
    });
    expect(await recordsOf(lead.leadId)).toEqual([{ ...record, id: expect.any(String) as string }]);
    expect(await dataSource.manager.count(Claim)).toBe(0);
  });

  it('finishes a lead that has no next attempt', async () => {
    const campaign = await campaignWith(['1']);
    const lead = await claimOne(campaign);
    const result = { status: 'SUCCESS', final: true } as const;
    await claims.settle(settlementOf(lead, campaign, { result, nextAttemptAt: undefined }));
    expect(await leadOf(lead.leadId)).toMatchObject({ status: 'SUCCESS', nextAttemptAt: null, final: true });
    expect(await claims.unfinished(campaign.id)).toBe(0);
  });

  it('changes nothing when the claim is gone', async () => {
    const campaign = await campaignWith(['1']);
    const lead = await claimOne(campaign);
    const settlement = settlementOf(lead, campaign);
    await claims.settle(settlement);
    await claims.settle(settlement);
    expect(await recordsOf(lead.leadId)).toHaveLength(1);

    const again = await claimOne(campaign, settlement.nextAttemptAt);
    await claims.settle(settlement);
    expect(await recordsOf(lead.leadId)).toHaveLength(1);
    expect(await leadOf(lead.leadId)).toMatchObject({ claimed: true, attempts: 1 });
    expect(again.attempt).toBe(2);
  });

  it('leaves a later claim of the same attempt alone', async () => {
    const campaign = await campaignWith(['1']);
    const lead = await claimOne(campaign);
    await claims.release(lead);
    const again = await claimOne(campaign);
    expect(again.attempt).toBe(lead.attempt);
    await claims.settle(settlementOf(lead, campaign));
    expect(await recordsOf(lead.leadId)).toEqual([]);
    expect(await leadOf(lead.leadId)).toMatchObject({ claimed: true, attempts: 0 });
  });

  it('ends the present claim although an old one of the same attempt is settled beside it', async () => {
    const campaign = await campaignWith(['1', '2']);
    const old = await claimOne(campaign);
    await claims.release(old);
    const [again, other] = await claims.claim(campaign.id, 2, 'node-1', NOW, randomUUID());
    // The first is on its way; the second and third travel in one batch.
    await Promise.all([
      claims.settle(settlementOf(other!, campaign)),
      claims.settle(settlementOf(old, campaign, { result: { status: 'SUCCESS', final: true } })),
      claims.settle(settlementOf(again!, campaign)),
    ]);
    expect(await leadOf(old.leadId)).toMatchObject({ status: 'BUSY', attempts: 1, claimed: false });
    expect(await recordsOf(old.leadId)).toHaveLength(1);
  });

  it('counts once what was asked for twice at the same time', async () => {
    const campaign = await campaignWith(['1', '2']);
    const [first, second] = await claims.claim(campaign.id, 2, 'node-1', NOW, randomUUID());
    const settlement = settlementOf(first!, campaign);
    // The first is on its way; the second and third travel in one batch.
    await Promise.all(
      [settlementOf(second!, campaign), settlement, settlement].map((each) => claims.settle(each)),
    );
    expect(await recordsOf(first!.leadId)).toHaveLength(1);
  });

  it('ends an attempt although an earlier one of the lead is settled again beside it', async () => {
    const campaign = await campaignWith(['1', '2']);
    const first = await claimOne(campaign);
    const earlier = settlementOf(first, campaign, { nextAttemptAt: NOW });
    await claims.settle(earlier);
    const [second, other] = await claims.claim(campaign.id, 2, 'node-1', NOW, randomUUID());
    if (second === undefined || other === undefined) throw new Error('Two leads were due.');
    const [repeated, beside] = second.leadId === first.leadId ? [second, other] : [other, second];
    await Promise.all([
      claims.settle(settlementOf(beside, campaign)),
      claims.settle(earlier),
      claims.settle(settlementOf(repeated, campaign)),
    ]);
    expect(await dataSource.manager.count(Claim)).toBe(0);
    expect(await leadOf(first.leadId)).toMatchObject({ attempts: 2, claimed: false });
  });

  it('finishes a lead whose campaign allows no further attempt by now', async () => {
    const campaign = await campaignWith(['1']);
    const lead = await claimOne(campaign);
    await dataSource.query('UPDATE campaign SET max_attempts = 1 WHERE id = $1', [campaign.id]);
    await claims.settle(settlementOf(lead, campaign));
    expect(await leadOf(lead.leadId)).toMatchObject({ attempts: 1, nextAttemptAt: null });
  });

  it('stores the good ones of a batch in which one does not fit', async () => {
    const campaign = await campaignWith(['1', '2', '3', '4']);
    const leads = await claims.claim(campaign.id, 4, 'node-1', NOW, randomUUID());
    const settlements = leads.map((lead) => settlementOf(lead, campaign));
    const bad = settlements[2]!;
    settlements[2] = { ...bad, record: { ...bad.record, sipCode: 1_000_000 } };
    const outcomes = await Promise.allSettled(settlements.map((each) => claims.settle(each)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await dataSource.manager.count(CallRecord)).toBe(3);
    expect(await claims.leftOver()).toHaveLength(1);
  });

  it('leaves everything as it was when the connection is killed in the middle, and can be repeated', async () => {
    const campaign = await campaignWith(['1']);
    const lead = await claimOne(campaign);
    const settlement = settlementOf(lead, campaign);
    const blocker = dataSource.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('SELECT FROM lead WHERE id = $1 FOR UPDATE', [lead.leadId]);
    const settled = expect(claims.settle(settlement)).rejects.toThrow(/terminat/);
    await killWhoeverWaits();
    await settled;
    await blocker.rollbackTransaction();
    await blocker.release();
    expect(await leadOf(lead.leadId)).toMatchObject({ claimed: true, attempts: 0, status: 'NOT_CALLED' });
    expect(await recordsOf(lead.leadId)).toEqual([]);

    await claims.settle(settlement);
    expect(await leadOf(lead.leadId)).toMatchObject({ claimed: false, attempts: 1, status: 'BUSY' });
    expect(await recordsOf(lead.leadId)).toHaveLength(1);
  });
});

describe('the claims that a crash left', () => {
  it('are found under whatever node name, oldest first', async () => {
    const campaign = await campaignWith(['1', '2']);
    const [later] = await claims.claim(campaign.id, 1, 'node-2', LATER, randomUUID());
    const earlier = await claimOne(campaign);
    expect(await claims.leftOver()).toEqual([
      { ...earlier, node: 'node-1', port: null, diallingAt: null },
      { ...later, node: 'node-2', port: null, diallingAt: null },
    ]);
  });
});

describe('what a campaign still has to do', () => {
  it('is due when its next unclaimed lead is', async () => {
    const campaign = await campaignWith(['1', '2'], LATER);
    expect(await claims.nextDueAt(campaign.id)).toEqual(LATER);
    await claims.claim(campaign.id, 2, 'node-1', LATER, randomUUID());
    expect(await claims.nextDueAt(campaign.id)).toBeUndefined();
    expect(await claims.unfinished(campaign.id)).toBe(2);
  });

  it('is over when no lead is waiting and none is claimed', async () => {
    const campaign = await campaignWith(['1'], LATER);
    await campaignWith(['2'], LATER);
    expect(await claims.hasUnfinished(campaign.id)).toBe(true);
    const lead = await claimOne(campaign, LATER);
    expect(await claims.hasUnfinished(campaign.id)).toBe(true);
    const result = { status: 'SUCCESS', final: true } as const;
    await claims.settle(settlementOf(lead, campaign, { result, nextAttemptAt: undefined }));
    expect(await claims.hasUnfinished(campaign.id)).toBe(false);
  });
});

async function openAnother() {
  const { openDataSource } = await import('../data-source.js');
  const another = await openDataSource({ url: database.url, poolSize: 1 });
  return { dataSource: another, claims: new LeadClaims(another) };
}

async function waiting(): Promise<number> {
  const all = await dataSource.query<unknown[]>(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return all.length;
}

async function killWhoeverWaits(): Promise<void> {
  for (;;) {
    const killed = await dataSource.query<unknown[]>(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (killed.length > 0) return;
  }
}
