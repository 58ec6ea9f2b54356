import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import {
  campaignData,
  makeCampaign,
  openTestDatabase,
  settlementOf,
} from '../../../../test/support/campaign-fixtures.js';
import { CallRecordRepository } from '../call-records/call-record.repository.js';
import { Claim } from '../entities/claim.entity.js';
import { Lead } from '../entities/lead.entity.js';
import { LeadClaims } from '../leads/lead-claims.js';
import {
  NameTakenError,
  NotAllowedNowError,
  NotFoundError,
  StaleVersionError,
} from '../repository.errors.js';
import { GroupRepository } from '../users/group.repository.js';
import { CampaignRepository } from './campaign.repository.js';
import { ScheduleEntryRepository } from './schedule-entry.repository.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let dataSource: DataSource;
let campaigns: CampaignRepository;
let entries: ScheduleEntryRepository;
let claims: LeadClaims;

beforeAll(async () => {
  database = await openTestDatabase();
  dataSource = database.dataSource;
  campaigns = new CampaignRepository(dataSource);
  entries = new ScheduleEntryRepository(dataSource);
  claims = new LeadClaims(dataSource);
});

afterAll(() => database.close());

describe('a new campaign', () => {
  it('is stopped and has its schedule entries', async () => {
    const data = await campaignData(dataSource);
    const days = [
      { date: '2026-11-24', startTime: '08:00', endTime: '18:00' },
      { date: '2026-11-23', startTime: '09:30', endTime: '24:00' },
    ];
    const campaign = await campaigns.create(data, days);
    expect(await campaigns.get(campaign.id)).toEqual({
      ...data,
      id: campaign.id,
      version: 1,
      state: 'STOPPED',
      createdAt: expect.any(Date) as Date,
    });
    expect(await entries.ofCampaign(campaign.id)).toMatchObject(
      days.toReversed().map((day) => ({ ...day, state: 'NOT_RUNNING' })),
    );
  });

  it('is not made by half', async () => {
    const data = await campaignData(dataSource);
    const day = { date: '2026-11-24', startTime: '08:00', endTime: '18:00' };
    await expect(campaigns.create(data, [day, day])).rejects.toThrow();
    expect((await campaigns.find()).map(({ name }) => name)).not.toContain(data.name);
  });

  it('needs what it uses to be there still', async () => {
    const data = await campaignData(dataSource);
    const gone = { dncInstanceIds: ['00000000-0000-4000-8000-000000000000'] };
    await expect(campaigns.create({ ...data, ...gone }, [])).rejects.toThrow(NotAllowedNowError);
    const { id, version } = await campaigns.create(data, []);
    await expect(campaigns.update(id, version, gone)).rejects.toThrow('was removed in the meantime');
  });

  it('needs a name of its own', async () => {
    const data = await campaignData(dataSource);
    await campaigns.create(data, []);
    await expect(campaigns.create(data, [])).rejects.toThrow(NameTakenError);
  });
});

describe('campaigns', () => {
  it('are found by group and by state', async () => {
    const group = await new GroupRepository(dataSource).create({ name: 'Sales', description: '' });
    const inGroup = await campaigns.create(await campaignData(dataSource, { groupId: group.id }), []);
    expect((await campaigns.find([group.id])).map(({ id }) => id)).toEqual([inGroup.id]);
    expect(await campaigns.find([])).toEqual([]);
    await campaigns.start(inGroup.id);
    expect((await campaigns.findStarted()).map(({ id }) => id)).toEqual([inGroup.id]);
  });

  it('are started only while their group is enabled', async () => {
    const groups = new GroupRepository(dataSource);
    const group = await groups.create({ name: 'Night shift', description: '' });
    const { id } = await campaigns.create(await campaignData(dataSource, { groupId: group.id }), []);
    await groups.setEnabled(group.id, false);
    expect(await campaigns.start(id)).toMatchObject({ name: 'Night shift', enabled: false });
    expect(await campaigns.get(id)).toMatchObject({ state: 'STOPPED' });
    await groups.setEnabled(group.id, true);
    expect(await campaigns.start(id)).toMatchObject({ enabled: true });
    expect(await campaigns.get(id)).toMatchObject({ state: 'STARTED' });
  });

  it('that do not exist are named', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    await expect(campaigns.get(none)).rejects.toThrow(NotFoundError);
    await expect(campaigns.start(none)).rejects.toThrow(NotFoundError);
    await expect(campaigns.stop(none)).rejects.toThrow(NotFoundError);
    await expect(campaigns.remove(none, NOW)).rejects.toThrow(NotFoundError);
  });
});

describe('a change of a campaign', () => {
  it('is refused when somebody else changed it first', async () => {
    const campaign = await makeCampaign(campaigns, dataSource, {}, [], NOW);
    const changed = await campaigns.update(campaign.id, campaign.version, { description: 'first' });
    await expect(campaigns.update(campaign.id, campaign.version, { description: 'second' })).rejects.toThrow(
      StaleVersionError,
    );
    expect(await campaigns.get(campaign.id)).toMatchObject({
      description: 'first',
      version: changed.version,
    });
  });

  it('is refused while it is started, and while its last calls go on', async () => {
    const campaign = await makeCampaign(campaigns, dataSource, {}, ['100'], NOW);
    await campaigns.start(campaign.id);
    const { version } = await campaigns.get(campaign.id);
    await expect(campaigns.update(campaign.id, version, {})).rejects.toThrow(/is started: stop it first/);
    await expect(campaigns.remove(campaign.id, NOW)).rejects.toThrow(NotAllowedNowError);

    const [lead] = await claims.claim(campaign.id, 1, 'node-1', NOW, randomUUID());
    await campaigns.stop(campaign.id);
    const stopped = await campaigns.get(campaign.id);
    await expect(campaigns.update(campaign.id, stopped.version, {})).rejects.toThrow(/have not ended yet/);
    await expect(campaigns.remove(campaign.id, NOW)).rejects.toThrow(/have not ended yet/);
    await claims.release(lead!);
    await campaigns.update(campaign.id, stopped.version, {});
  });

  it('that removes it is refused when a lead is claimed at the same moment', async () => {
    const campaign = await makeCampaign(campaigns, dataSource, {}, ['100'], NOW);
    const lead = await dataSource.manager.findOneByOrFail(Lead, { campaignId: campaign.id });
    const claiming = dataSource.createQueryRunner();
    await claiming.startTransaction();
    await claiming.manager.insert(Claim, {
      leadId: lead.id,
      campaignId: campaign.id,
      phone: lead.phone,
      attempt: 1,
      token: randomUUID(),
      node: 'node-1',
      claimedAt: NOW,
    });
    const removed = expect(campaigns.remove(campaign.id, NOW)).rejects.toThrow(NotAllowedNowError);
    await somebodyWaits();
    await claiming.commitTransaction();
    await claiming.release();
    await removed;
    await dataSource.manager.delete(Claim, { leadId: lead.id });
    await campaigns.remove(campaign.id, NOW);
  });

  it('of the retry rule makes its leads due, or finishes them, at once', async () => {
    const rule = { maxAttempts: 2, retryAfterMinutes: 60 };
    const campaign = await makeCampaign(campaigns, dataSource, rule, ['1', '2', '3', '4'], NOW);
    const [once, twice, reached] = await claims.claim(campaign.id, 3, 'node-1', NOW, randomUUID());
    await claims.settle(settlementOf(once!, campaign));
    await claims.settle(settlementOf(twice!, campaign));
    await claims.settle(
      settlementOf(reached!, campaign, {
        result: { status: 'SUCCESS', final: true },
        nextAttemptAt: undefined,
      }),
    );
    const later = new Date(NOW.getTime() + 7_200_000);
    const again = (await claims.claim(campaign.id, 4, 'node-1', later, randomUUID())).find(
      ({ phone }) => phone === '2',
    );
    await claims.settle(settlementOf(again!, campaign, { nextAttemptAt: undefined }));
    for (const claim of await claims.leftOver()) await claims.release(claim);

    const due = async () => {
      const leads = await dataSource.manager.find(Lead, {
        where: { campaignId: campaign.id },
        order: { phone: 'ASC' },
      });
      return leads.map(({ nextAttemptAt }) => nextAttemptAt?.getTime());
    };
    const [endOfFirst, endOfSecond] = [NOW.getTime() + 20_000, later.getTime() + 20_000];
    expect(await due()).toEqual([endOfFirst + 3_600_000, undefined, undefined, NOW.getTime()]);

    const more = await campaigns.update(campaign.id, campaign.version, {
      maxAttempts: 3,
      retryAfterMinutes: 10,
    });
    expect(await due()).toEqual([endOfFirst + 600_000, endOfSecond + 600_000, undefined, NOW.getTime()]);

    await campaigns.update(campaign.id, more.version, { maxAttempts: 1 });
    expect(await due()).toEqual([undefined, undefined, undefined, NOW.getTime()]);
  });
});

describe('a removed campaign', () => {
  it('leaves its call records, and nothing else', async () => {
    const campaign = await makeCampaign(campaigns, dataSource, {}, ['100', '200'], NOW);
    const [lead] = await claims.claim(campaign.id, 1, 'node-1', NOW, randomUUID());
    await claims.settle(settlementOf(lead!, campaign));
    await campaigns.remove(campaign.id, NOW);
    await expect(campaigns.get(campaign.id)).rejects.toThrow(NotFoundError);
    expect(await dataSource.manager.countBy(Lead, { campaignId: campaign.id })).toBe(0);
    const records = new CallRecordRepository(dataSource);
    expect((await records.page({ campaignIds: [campaign.id] }, 10)).items).toHaveLength(1);
  });
});

describe('the state of a schedule entry', () => {
  it('is kept', async () => {
    const day = { date: '2026-11-24', startTime: '08:00', endTime: '18:00' };
    const campaign = await campaigns.create(await campaignData(dataSource), [day]);
    const [entry] = await entries.ofCampaign(campaign.id);
    await entries.setState(entry!.id, 'DO_NOT_CALL_OOS');
    expect(await entries.ofCampaign(campaign.id)).toMatchObject([{ state: 'DO_NOT_CALL_OOS' }]);
  });
});

async function somebodyWaits(): Promise<void> {
  for (;;) {
    const waiting = await dataSource.query<unknown[]>(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}
