import { randomUUID } from 'node:crypto';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { Claim } from '@marcador/persistence/entities/claim.entity.js';
import { Lead } from '@marcador/persistence/entities/lead.entity.js';
import type { ApiAnswer, ApiClient } from '../../support/api-client.js';
import { campaignDesk, type CampaignDesk } from '../../support/campaign-api.js';
import { startTestService, type TestService } from '../../support/test-service.js';

interface LeadRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly phone: string;
}
interface Leads {
  readonly items: LeadRow[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly total: number | null;
}
type DataSource = Awaited<ReturnType<typeof openDataSource>>;

describe('the leads of a campaign that are not finished', () => {
  let api: TestService;
  let desk: CampaignDesk;
  let administrator: ApiClient;
  let database: DataSource;
  let listed: string;
  beforeAll(async () => {
    api = await startTestService();
    desk = await campaignDesk(api);
    administrator = desk.administrator;
    database = await openDataSource({ url: api.databaseUrl });
    listed = await fiveLeads();
  });
  afterAll(async () => {
    await database.destroy();
    await api.close();
  });

  const pathOf = (id: string) => `/api/v1/campaigns/${id}/leads`;
  const list = async (id: string, query = '') =>
    (await administrator.get(`${pathOf(id)}?${query}`)).body as Leads;
  const names = async (query: string) =>
    (await list(listed, query)).items.map(({ name }) => name.charAt(0)).join('');
  const edit = (id: string, { id: lead, version }: LeadRow, changes: object, asker = administrator) =>
    asker.send('PATCH', `${pathOf(id)}/${lead}`, { body: { version, ...changes } });
  const refusal = ({ status, body }: ApiAnswer) => [
    status,
    (body as { code: string; message: string }).code,
    (body as { message: string }).message,
  ];

  /** Of which one is finished, and one is in a call. */
  async function fiveLeads(): Promise<string> {
    const id = await desk.campaign();
    const rows = ['Élio,554183015035', 'ana,554183015034', 'Bob 10%,554183015033', 'Dora,5511983015032'];
    await administrator.csv(pathOf(id), [...rows, 'Cid,554183015031', 'Finished,554183015030'].join('\n'));
    const change = (name: string, changes: object) =>
      database.manager.update(Lead, { campaignId: id, name }, changes);
    await change('Finished', { nextAttemptAt: null, status: 'SUCCESS', attempts: 1 });
    await change('Dora', { status: 'BUSY', attempts: 3, nextAttemptAt: new Date('2026-11-23T10:00:00Z') });
    await change('ana', { status: 'AMD', attempts: 2, nextAttemptAt: new Date('2026-11-23T15:00:00Z') });
    const cid = await database.manager.findOneByOrFail(Lead, { campaignId: id, name: 'Cid' });
    await change('Cid', { claimed: true, nextAttemptAt: new Date('2026-11-23T11:00:00Z') });
    const claim = { leadId: cid.id, campaignId: id, phone: cid.phone, attempt: 1, token: randomUUID() };
    await database.manager.insert(Claim, { ...claim, node: 'n', claimedAt: new Date() });
    return id;
  }

  it.each([
    ['nextAttemptAt', 'DCÉBa'],
    ['name', 'aBCDÉ'],
    ['phone', 'DCBaÉ'],
    ['attempts', 'ÉBCaD'],
    ['status', 'aDÉBC'],
  ])('are sorted by %s, both ways and over pages', async (sort, order) => {
    expect(await names(`sort=${sort}`)).toBe(order);
    expect(await names(`sort=${sort}&order=desc`)).toBe([...order].reverse().join(''));
    for (const direction of ['asc', 'desc']) {
      const pageAt = (place: string) => list(listed, `sort=${sort}&order=${direction}&limit=2${place}`);
      const lettersOf = ({ items }: Leads) => items.map(({ name }) => name.charAt(0)).join('');
      let page = await pageAt('');
      expect(page.previous).toBeNull();
      const onward = [lettersOf(page)];
      while (page.next !== null) {
        page = await pageAt(`&after=${page.next}`);
        onward.push(lettersOf(page));
      }
      expect(onward.join('')).toBe(direction === 'asc' ? order : [...order].reverse().join(''));
      expect(onward).toHaveLength(3);
      const back = [lettersOf(page)];
      while (page.previous !== null) {
        page = await pageAt(`&before=${page.previous}`);
        back.unshift(lettersOf(page));
      }
      expect(back).toEqual(onward);
    }
  });

  it.each([
    ['elio', 'É'],
    ['ANA', 'a'],
    ['bob 10%', 'B'],
    ['b%', ''],
    ['lio', ''],
    ['5541', 'CÉBa'],
    ['+55 41 8301-5033', 'B'],
    ['(41) 8301 503', 'CÉBa'],
    ['041 83015034', 'a'],
    ['119', 'D'],
    ['Finished', ''],
  ])('are found by %j, which begins a name or a number', async (search, found) => {
    expect(await names(`search=${encodeURIComponent(search)}`)).toBe(found);
    expect((await list(listed, `search=${encodeURIComponent(search)}&limit=1`)).total).toBe(
      [...found].length,
    );
  });

  it('are found by status', async () => {
    expect(await names('status=NOT_CALLED&sort=name')).toBe('BCÉ');
    expect(await names('status=BUSY&search=do')).toBe('D');
    expect(await names('status=SUCCESS')).toBe('');
  });

  it('are counted on the first page', async () => {
    const first = await list(listed, 'limit=2');
    expect([first.items.length, first.total]).toEqual([2, 5]);
    expect((await list(listed, `limit=2&after=${first.next}`)).total).toBeNull();
  });

  it('are not counted beyond ten thousand, and still found among so many', async () => {
    const id = await desk.campaign();
    await database.query(
      `INSERT INTO lead (campaign_id, name, phone, next_attempt_at)
       SELECT $1, 'Lead ' || n, (554130000000 + n)::text, now() FROM generate_series(1, 10001) AS n`,
      [id],
    );
    expect((await list(id)).total).toBeNull();
    expect((await list(id, 'search=lead&sort=phone&order=desc')).items[0]).toMatchObject({
      name: 'Lead 10001',
    });
    expect(await list(id, 'search=lead%201000&sort=phone&order=desc&limit=1')).toMatchObject({
      total: 3,
      items: [{ name: 'Lead 10001' }],
    });
  });

  it.each([
    'sort=colour',
    'order=up',
    'status=ODD',
    'limit=0',
    'after=x',
    'before=x',
    `before=${Buffer.from('["x","1"]').toString('base64url')}&sort=attempts`,
    `before=${Buffer.from('["x","1"]').toString('base64url')}&after=${Buffer.from('["x","1"]').toString('base64url')}&sort=name`,
    `after=${Buffer.from('["x","1"]').toString('base64url')}&sort=attempts`,
    `after=${Buffer.from('["x","1"]').toString('base64url')}`,
    `after=${Buffer.from('["\\u0000","1"]').toString('base64url')}&sort=name`,
  ])('are refused to a request with %s', async (query) => {
    const answer = await administrator.get(`${pathOf(listed)}?${query}`);
    expect(refusal(answer)).toEqual([400, 'validation-failed', expect.any(String)]);
  });

  describe('are changed', () => {
    const twoLeads = async () => {
      const id = await desk.campaign();
      await administrator.csv(pathOf(id), 'Ana,554183015031,renewal\nBob,554183015032');
      const [ana, bob] = (await list(id)).items;
      return { id, ana: ana!, bob: bob! };
    };

    it('in name, description and number, which is read as one of the campaign’s region', async () => {
      const { id, ana } = await twoLeads();
      await database.manager.update(Lead, ana.id, { status: 'BUSY', attempts: 2 });
      const before = (await list(id, 'search=ana')).items[0]!;
      const { status, body } = await edit(id, before, {
        name: ' Anna ',
        description: '',
        phone: '(41) 8301-5039',
      });
      expect([status, body]).toEqual([
        200,
        { ...before, name: 'Anna', description: '', phone: '554183015039', version: before.version + 1 },
      ]);
      expect(body).toMatchObject({ status: 'BUSY', attempts: 2 });
      expect((await list(id, 'search=anna')).items).toEqual([body]);
    });

    it('to another number that no other lead of the campaign has', async () => {
      const { id, ana } = await twoLeads();
      expect(refusal(await edit(id, ana, { phone: '554183015032' }))).toEqual([
        409,
        'not-allowed-now',
        'The campaign has another lead with this number: take a different one.',
      ]);
      expect((await edit(id, ana, { phone: '554183015031' })).status).toBe(200);
      const other = await twoLeads();
      expect((await list(other.id)).total).toBe(2);
    });

    it('to what is a number', async () => {
      const { id, ana } = await twoLeads();
      const { status, body } = await edit(id, ana, { phone: '190' });
      expect([status, body]).toMatchObject([422, { details: [{ field: 'phone' }] }]);
      for (const wrong of [{ name: 'x'.repeat(201) }, { attempts: 0 }, { phone: '' }])
        expect((await edit(id, ana, wrong)).status).toBe(400);
    });

    it('only while the campaign is stopped', async () => {
      const { id, ana } = await twoLeads();
      await administrator.post(`/api/v1/campaigns/${id}/start`);
      expect(refusal(await edit(id, ana, { name: 'Anna' }))).toEqual([
        409,
        'not-allowed-now',
        expect.stringContaining('is started: stop it first') as string,
      ]);
      await administrator.post(`/api/v1/campaigns/${id}/stop`);
      expect((await edit(id, ana, { name: 'Anna' })).status).toBe(200);
    });

    it('only while they are in no call and not finished', async () => {
      const inCall = (await list(listed, 'search=cid')).items[0]!;
      expect(refusal(await edit(listed, inCall, { name: 'Sid' }))[2]).toContain('have not ended yet');
      const { id, ana } = await twoLeads();
      await database.manager.update(Lead, ana.id, { nextAttemptAt: null, status: 'SUCCESS' });
      expect(refusal(await edit(id, { ...ana, version: 2 }, { name: 'Anna' }))).toEqual([
        409,
        'not-allowed-now',
        'The lead is finished: only leads that will be called again can be changed.',
      ]);
    });

    it('never over the change of somebody else, which is told', async () => {
      const { id, ana } = await twoLeads();
      await edit(id, ana, { name: 'Anna', description: 'hers' });
      const { status, body } = await edit(id, ana, { name: 'Anne', phone: '554183015031' });
      expect([status, body]).toMatchObject([
        409,
        { code: 'stale-version', details: [{ field: 'name', yours: 'Anne', current: 'Anna' }] },
      ]);
    });

    it('by who may, and in their campaign', async () => {
      const { id, ana } = await twoLeads();
      const other = await desk.campaign();
      expect((await edit(other, ana, { name: 'Mine' })).status).toBe(404);
      expect((await edit(id, { ...ana, id: '9223372036854775807' }, { name: 'Mine' })).status).toBe(404);
      expect((await edit(id, { ...ana, id: randomUUID() }, { name: 'Mine' })).status).toBe(400);
      const stranger = await api.user('CAMPAIGN_ADMINISTRATOR', [await api.group()]);
      expect((await edit(id, ana, { name: 'Mine' }, stranger)).status).toBe(404);
      const supervisor = await api.user('CAMPAIGN_SUPERVISOR', [desk.groupId]);
      expect((await edit(id, ana, { name: 'Mine' }, supervisor)).status).toBe(403);
      expect((await edit(id, ana, { name: 'Mine' }, api.master)).status).toBe(403);
      expect((await list(id)).items[0]).toEqual(ana);
    });
  });
});
