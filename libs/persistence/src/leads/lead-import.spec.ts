import { message } from '@marcador/messages/message.js';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { makeCampaign, openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { CampaignRepository } from '../campaigns/campaign.repository.js';
import type { Campaign } from '../entities/campaign.entity.js';
import { Lead } from '../entities/lead.entity.js';
import { NotAllowedNowError, NotFoundError } from '../repository.errors.js';
import { UploadPlaces } from '../upload-places.js';
import { LeadClaims } from './lead-claims.js';
import { LeadImport, type LeadRow } from './lead-import.js';
import { UploadReportRepository } from './upload-report.repository.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let dataSource: DataSource;
let campaigns: CampaignRepository;
let campaign: Campaign;
let leads: LeadImport;
let reports: UploadReportRepository;

beforeAll(async () => {
  database = await openTestDatabase();
  dataSource = database.dataSource;
  campaigns = new CampaignRepository(dataSource);
  leads = new LeadImport(dataSource, new UploadPlaces());
  reports = new UploadReportRepository(dataSource);
});

afterAll(() => database.close());

beforeEach(async () => {
  campaign = await makeCampaign(campaigns, dataSource, {}, [], NOW);
});

const row = (line: number, phone: string, name = `Lead ${line}`): LeadRow => ({
  line,
  name,
  phone,
  description: '',
});

async function* generated(count: number, failAt?: number): AsyncGenerator<LeadRow> {
  for (let line = 1; line <= count; line++) {
    if (line === failAt) throw new Error('The file broke off.');
    yield row(line, String(5_541_000_000_000 + line));
    if (line % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Is given up when the last row is on its way, and the database has sorting and indexing to do. */
async function* slowInTheDatabase(stop: AbortController): AsyncGenerator<LeadRow> {
  yield* generated(100_000);
  setTimeout(() => stop.abort());
}

const stored = () =>
  dataSource.manager.find(Lead, { where: { campaignId: campaign.id }, order: { id: 'ASC' } });

describe('an upload of leads', () => {
  it('makes them due from now on, in the order of the file', async () => {
    const report = await leads.load(campaign.id, [row(1, '300'), row(2, '100'), row(3, '200')], NOW);
    expect(report).toMatchObject({ loaded: 3, duplicates: 0 });
    const claimed = await new LeadClaims(dataSource).claim(campaign.id, 3, 'node-1', NOW, randomUUID());
    expect(claimed.map(({ phone }) => phone)).toEqual(['300', '100', '200']);
  });

  it('loads a number once, and keeps what was not loaded with the reason', async () => {
    await leads.load(campaign.id, [row(1, '100', 'Ann')], NOW);
    const rows = [
      row(2, '200'),
      row(3, '100'),
      row(4, '200'),
      { ...row(5, 'x'), rejected: message('name-too-long', { max: 200 }) },
      row(6, '100'),
      row(7, '300'),
    ];
    const report = { read: 6, loaded: 2, duplicates: 3, rejected: 1 };
    expect(await leads.load(campaign.id, rows, NOW)).toEqual(report);
    expect((await stored()).map(({ phone, name }) => [phone, name])).toEqual([
      ['100', 'Ann'],
      ['200', 'Lead 2'],
      ['300', 'Lead 7'],
    ]);
    expect(await reports.find(campaign.id)).toEqual({ campaignId: campaign.id, finishedAt: NOW, ...report });
    const kept = [];
    for await (const { line, duplicate, code, params } of reports.rows(campaign.id))
      kept.push([line, duplicate, code, params]);
    expect(kept).toEqual([
      [3, true, 'number-in-campaign', {}],
      [4, true, 'number-in-line', { line: 2 }],
      [5, false, 'name-too-long', { max: 200 }],
      [6, true, 'number-in-line', { line: 3 }],
    ]);
    expect((await reports.first(campaign.id, true, 2)).map(({ line }) => line)).toEqual([3, 4]);
  });

  it('keeps the report of the last one, for some time and as long as its campaign', async () => {
    await leads.load(campaign.id, [{ ...row(1, 'x'), rejected: message('no-phone-number') }], NOW);
    await leads.load(campaign.id, [row(1, '100')], NOW);
    expect(await reports.find(campaign.id)).toMatchObject({ loaded: 1, rejected: 0 });
    expect(await reports.first(campaign.id, false, 1)).toEqual([]);
    await reports.forgetBefore(NOW);
    expect(await reports.find(campaign.id)).toBeDefined();
    await reports.forgetBefore(new Date(NOW.getTime() + 1));
    expect(await reports.find(campaign.id)).toBeUndefined();
    await leads.load(campaign.id, [{ ...row(1, 'x'), rejected: message('no-phone-number') }], NOW);
    await campaigns.remove(campaign.id, NOW);
    expect(await reports.find(campaign.id)).toBeUndefined();
  });

  it('can be given up, also while the database is at work, and has then changed nothing', async () => {
    await leads.load(campaign.id, [row(1, '100')], NOW);
    const stop = new AbortController();
    const given = leads.load(campaign.id, slowInTheDatabase(stop), NOW, stop.signal);
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    expect(await stored()).toHaveLength(1);
    expect(await leads.load(campaign.id, [row(1, '200')], NOW)).toMatchObject({ loaded: 1 });
  });

  it('keeps every character of a name but NUL', async () => {
    const name = 'Zoë\t"O\'Brien"\\N\r\n; \\. 中😀';
    await leads.load(campaign.id, [row(1, '100', `${name}\0`)], NOW);
    expect((await stored())[0]?.name).toBe(name);
  });

  it('changes nothing when the file breaks off', async () => {
    await leads.load(campaign.id, [row(1, '100')], NOW);
    await expect(leads.load(campaign.id, generated(60_000, 50_000), NOW)).rejects.toThrow(
      'The file broke off.',
    );
    expect(await stored()).toHaveLength(1);
    expect(await leads.load(campaign.id, [row(1, '200')], NOW)).toMatchObject({ loaded: 1 });
  });

  it('is refused for a campaign that is started, and for none', async () => {
    await campaigns.start(campaign.id);
    await expect(leads.load(campaign.id, [row(1, '100')], NOW)).rejects.toThrow(NotAllowedNowError);
    const none = '00000000-0000-4000-8000-000000000000';
    await expect(leads.load(none, [row(1, '100')], NOW)).rejects.toThrow(NotFoundError);
  });

  it('takes a hundred thousand rows', async () => {
    expect(await leads.load(campaign.id, generated(100_000), NOW)).toMatchObject({
      loaded: 100_000,
      duplicates: 0,
    });
    expect(await new LeadClaims(dataSource).unfinished(campaign.id)).toBe(100_000);
  });
});
