import { gzipSync } from 'node:zlib';
import type { ApiClient } from '../../support/api-client.js';
import { campaignDesk, type CampaignDesk } from '../../support/campaign-api.js';
import { startTestService, type TestService } from '../../support/test-service.js';

interface LeadRow {
  readonly name: string;
  readonly phone: string;
  readonly description: string;
}

describe('leads', () => {
  let api: TestService;
  let desk: CampaignDesk;
  let administrator: ApiClient;
  beforeAll(async () => {
    api = await startTestService();
    desk = await campaignDesk(api);
    administrator = desk.administrator;
  });
  afterAll(() => api.close());

  const pathOf = (id: string) => `/api/v1/campaigns/${id}/leads`;
  const leadsOf = async (id: string): Promise<LeadRow[]> => {
    const { body } = await administrator.get(`${pathOf(id)}?limit=1000`);
    return (body as { items: LeadRow[] }).items;
  };
  const phonesOf = async (id: string) => (await leadsOf(id)).map(({ phone }) => phone);

  it.each([
    ['with a header', 'Name,Phone,Description\nAna,554183015031,renewal\nBob,554183015032,'],
    ['without a header', 'Ana,554183015031,renewal\nBob,554183015032'],
    ['with semicolons and blanks', '  Ana ; 554183015031 ; renewal \r\n Bob;554183015032;\r\n\r\n'],
    [
      'with a byte order mark and quotes',
      '\uFEFF"Ana","554183015031","renewal"\n"Bob","+55 41 8301-5032",""',
    ],
    ['with national numbers', 'Ana,(41) 8301-5031,renewal\nBob,041 8301 5032'],
  ])('are loaded from a CSV %s', async (_, csv) => {
    const id = await desk.campaign();
    const { status, body } = await administrator.csv(pathOf(id), csv);
    expect([status, body]).toEqual([
      200,
      {
        finishedAt: '2026-11-23T12:00:00.000Z',
        read: 2,
        loaded: 2,
        duplicates: 0,
        duplicateRows: [],
        rejectedTotal: 0,
        rejected: [],
      },
    ]);
    expect(await leadsOf(id)).toMatchObject([
      { name: 'Ana', phone: '554183015031', description: 'renewal', attempts: 0, status: 'NOT_CALLED' },
      { name: 'Bob', phone: '554183015032', description: '' },
    ]);
  });

  it('are loaded from Latin-1', async () => {
    const id = await desk.campaign();
    await administrator.csv(pathOf(id), Buffer.from('João Conceição,554183015031', 'latin1'));
    expect(await leadsOf(id)).toMatchObject([{ name: 'João Conceição' }]);
  });

  it('that are good are loaded, and the others reported with line and reason', async () => {
    const id = await desk.campaign();
    const csv = [
      'Name,Phone',
      'Ana,554183015031',
      'Bob,190',
      'Eve',
      `${'x'.repeat(201)},554183015033`,
      'Again,+55 41 8301-5031',
      'Zoe,554183015034',
    ];
    expect((await administrator.csv(pathOf(id), csv.join('\n'))).body).toMatchObject({
      read: 6,
      loaded: 2,
      duplicates: 1,
      duplicateRows: [{ line: 6, phone: '554183015031', reason: 'Line 2 has the number already.' }],
      rejectedTotal: 3,
      rejected: [
        { line: 3, reason: expect.stringContaining('too short') as string },
        { line: 4, reason: expect.stringContaining('one column') as string },
        { line: 5, reason: 'The name is longer than 200 characters.' },
      ],
    });
    expect(await phonesOf(id)).toEqual(['554183015031', '554183015034']);
  });

  it('are loaded once, however often they are uploaded', async () => {
    const id = await desk.campaign();
    await administrator.csv(pathOf(id), 'Ana,554183015031');
    const again = await administrator.csv(pathOf(id), 'Ana,554183015031\nBob,554183015032');
    expect(again.body).toMatchObject({ read: 2, loaded: 1, duplicates: 1 });
    expect(await phonesOf(id)).toEqual(['554183015031', '554183015032']);
  });

  it.each([
    ['an empty file', ''],
    ['prose', 'Dear customer\nplease call\n'],
    ['a web page', '<html>\n<body>\n</body>\n</html>'],
    ['a compressed file', gzipSync('Ana,554183015031\n'.repeat(100))],
    ['a quote that is never closed', 'Ana,554183015031\n"Bob,554183015032\n'],
  ])('are left alone by %s, which is no CSV', async (_, body) => {
    const id = await desk.campaign();
    await administrator.csv(pathOf(id), 'Old,554183015030');
    const answer = await administrator.csv(pathOf(id), body);
    expect([answer.status, answer.body]).toMatchObject([400, { code: 'not-csv' }]);
    expect(await phonesOf(id)).toEqual(['554183015030']);
  });

  it('are left alone by a file that breaks after many good rows', async () => {
    const id = await desk.campaign();
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `Lead ${index},5541830${String(index).padStart(5, '0')}`,
    );
    const answer = await administrator.csv(pathOf(id), `${rows.join('\n')}\n"Bob,1\n`);
    expect(answer.status).toBe(400);
    expect(await phonesOf(id)).toEqual([]);
  });

  it('are uploaded only while the campaign is stopped', async () => {
    const id = await desk.campaign();
    await administrator.post(`/api/v1/campaigns/${id}/start`);
    const rows = 'Ana,554183015031\n'.repeat(100_000);
    const { status, body } = await administrator.csv(pathOf(id), rows);
    expect([status, body]).toMatchObject([409, { message: expect.stringContaining('stop it') as string }]);
    await administrator.post(`/api/v1/campaigns/${id}/stop`);
    expect((await administrator.csv(pathOf(id), 'Ana,554183015031')).status).toBe(200);
  });

  it('come as text/csv and as nothing else', async () => {
    const id = await desk.campaign();
    const send = async (type: string) => {
      const { status } = await administrator.send('POST', pathOf(id), {
        headers: { 'content-type': type },
        body: 'Ana,554183015031',
      });
      return status;
    };
    expect(await send('multipart/form-data; boundary=x')).toBe(415);
    expect(await send('application/octet-stream')).toBe(415);
    expect(await send('text/csv; charset=utf-8')).toBe(200);
  });

  it('are listed page by page', async () => {
    const id = await desk.campaign();
    await administrator.csv(pathOf(id), 'A,554183015031\nB,554183015032\nC,554183015033');
    const first = (await administrator.get(`${pathOf(id)}?limit=2`)).body as {
      items: LeadRow[];
      next: string;
    };
    expect(first.items.map(({ name }) => name)).toEqual(['A', 'B']);
    const last = (await administrator.get(`${pathOf(id)}?limit=2&after=${first.next}`)).body;
    expect(last).toMatchObject({ items: [{ name: 'C' }], next: null });
    expect((await administrator.get(`${pathOf(id)}?after=x`)).status).toBe(400);
  });

  it('leave no number in the log', () => {
    expect(api.logLines.join('')).not.toMatch(/5541830\d{5}/);
  });
});
