import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { openDataSource } from '@marcador/persistence/data-source.js';
import type { ApiClient } from '../../support/api-client.js';
import { campaignDesk, type CampaignDesk } from '../../support/campaign-api.js';
import { startTestService, type TestService } from '../../support/test-service.js';

interface Upload {
  readonly state: string;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly report: { readonly loaded: number } | null;
}

describe('an upload of leads', () => {
  let api: TestService;
  let desk: CampaignDesk;
  let administrator: ApiClient;
  /** Makes the uploads that take their time. */
  let uploader: ApiClient;
  beforeAll(async () => {
    api = await startTestService();
    desk = await campaignDesk(api);
    administrator = desk.administrator;
    uploader = await api.user('CAMPAIGN_ADMINISTRATOR', [desk.groupId]);
  });
  afterAll(() => api.close());

  const pathOf = (id: string) => `/api/v1/campaigns/${id}/leads`;
  const stateOf = async (id: string, asker = administrator) =>
    (await asker.get(`${pathOf(id)}/upload`)).body as Upload;
  const totalOf = async (id: string) =>
    ((await administrator.get(pathOf(id))).body as { total: number }).total;
  const until = async (id: string, reached: (upload: Upload) => boolean): Promise<Upload> => {
    for (;;) {
      const upload = await stateOf(id);
      if (reached(upload)) return upload;
    }
  };
  const rows = (count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => `Lead ${from + n},${554_130_000_000 + from + n}\n`).join('');

  /** Begins an upload that goes on as the test wants. */
  const begin = (id: string, length?: number) => {
    const file = new PassThrough();
    const headers = {
      'content-type': 'text/csv',
      ...(length !== undefined && { 'content-length': String(length) }),
    };
    const answer = uploader.open('POST', pathOf(id), { headers, body: file });
    const failed = answer.then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    return { file, answer, failed };
  };

  it('is followed while it lasts', async () => {
    const id = await desk.campaign();
    expect(await stateOf(id)).toMatchObject({ state: 'none', rows: null, report: null });
    const text = rows(3000);
    const { file, answer } = begin(id, text.length);
    file.write(text.slice(0, -1));
    // The network may bring it in parts.
    const whole = await until(id, ({ rows: read, bytes }) => (read ?? 0) > 2000 && bytes === text.length - 1);
    expect(whole).toMatchObject({
      state: 'reading',
      startedAt: '2026-11-23T12:00:00.000Z',
      totalBytes: text.length,
      report: null,
    });
    file.end(text.slice(-1));
    expect((await answer).statusCode).toBe(200);
    expect(await stateOf(id)).toMatchObject({ state: 'done', rows: null, report: { loaded: 3000 } });
  });

  it('keeps the campaign as it is, and lets no other one begin, in this campaign only', async () => {
    const id = await desk.campaign();
    const { file, answer } = begin(id);
    file.write(rows(1000));
    await until(id, ({ state }) => state === 'reading');
    const path = `/api/v1/campaigns/${id}`;
    const refused = [
      await administrator.csv(pathOf(id), 'Ana,554183015031'),
      await administrator.post(`${path}/start`),
      await administrator.send('PATCH', path, { body: { version: 1, description: 'x' } }),
      await administrator.send('DELETE', path),
      await administrator.post(`${path}/schedule`, {
        date: '2026-12-24',
        startTime: '08:00',
        endTime: '09:00',
      }),
      await administrator.send('PATCH', `${pathOf(id)}/1`, { body: { version: 1, name: 'x' } }),
    ];
    expect(refused.map(({ status, body }) => [status, (body as { message: string }).message])).toEqual(
      refused.map(() => [
        409,
        'Leads are being uploaded into the campaign: wait for the end of the upload, or cancel it.',
      ]),
    );
    expect((await administrator.post(`${path}/stop`)).status).toBe(200);
    const other = await desk.campaign();
    expect((await administrator.csv(pathOf(other), 'Ana,554183015031')).status).toBe(200);
    expect((await administrator.post(`/api/v1/campaigns/${other}/start`)).status).toBe(200);
    file.end();
    expect((await answer).statusCode).toBe(200);
    expect((await administrator.post(`${path}/start`)).status).toBe(200);
  });

  it('that the client gives up changes nothing, and makes room for the next', async () => {
    const id = await desk.campaign();
    await administrator.csv(pathOf(id), 'Old,554183015030\nBad,1');
    const { file, failed } = begin(id);
    file.write(rows(2000));
    await until(id, ({ rows: read }) => (read ?? 0) > 1000);
    uploader.abandon();
    expect(await failed).toBeInstanceOf(Error);
    expect(await until(id, ({ state }) => state !== 'reading' && state !== 'storing')).toMatchObject({
      state: 'done',
      report: { loaded: 1, rejectedTotal: 1 },
    });
    expect(await totalOf(id)).toBe(1);
    await administrator.csv(pathOf(id), 'Ana,554183015031');
    expect(await totalOf(id)).toBe(2);
    expect(api.logLines.join('')).not.toContain('A request failed');
  });

  it('that is given up while its rows are stored changes nothing', async () => {
    const id = await desk.campaign();
    const database = await openDataSource({ url: api.databaseUrl });
    const lock = database.createQueryRunner();
    await lock.startTransaction();
    // The rows wait here for their place in the table.
    await lock.query('LOCK TABLE lead IN SHARE MODE');
    const { file, failed } = begin(id);
    file.end(rows(100));
    await until(id, ({ state }) => state === 'storing');
    uploader.abandon();
    await failed;
    await until(id, ({ state }) => state === 'none');
    await lock.rollbackTransaction();
    await lock.release();
    await database.destroy();
    expect(await totalOf(id)).toBe(0);
  });

  it('tells with line and reason what it left out, to be mended and uploaded again', async () => {
    const id = await desk.campaign();
    const csv = ['Name,Phone', 'Ana,554183015031', '"=1+1; Bob",+55 190,"says ""hi"""', 'Again,554183015031'];
    await administrator.csv(pathOf(id), csv.join('\n'));
    const { status, headers, body } = await administrator.get(`${pathOf(id)}/upload/rows`);
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(headers['content-disposition']).toBe('attachment; filename="rejected-leads.csv"');
    expect(body).toBe(
      [
        '\uFEFFName,Phone,Description,Line,Reason',
        `"'=1+1; Bob",'+55 190,"says ""hi""",3,The phone number is too long or too short for its country.`,
        'Again,554183015031,,4,Line 2 has the number already.',
        '',
      ].join('\r\n'),
    );
    const portuguese = await administrator.get(`${pathOf(id)}/upload/rows?language=pt`);
    expect(portuguese.body).toBe(
      [
        '\uFEFFNome,Telefone,Descrição,Linha,Motivo',
        `"'=1+1; Bob",'+55 190,"says ""hi""",3,O número de telefone é longo ou curto demais para o seu país.`,
        'Again,554183015031,,4,O número já está na linha 2.',
        '',
      ].join('\r\n'),
    );
    const mended = String(portuguese.body).replace('+55 190', '+55 41 8301-5039');
    expect((await administrator.csv(pathOf(id), mended)).body).toMatchObject({ loaded: 1, duplicates: 1 });
    const found = (await administrator.get(`${pathOf(id)}?search=%3D1`)).body;
    expect(found).toMatchObject({
      items: [{ name: '=1+1; Bob', phone: '554183015039', description: 'says "hi"' }],
    });
  });

  it('shows the first of many rows that it left out, and has all of them for download', async () => {
    const id = await desk.campaign();
    const { body } = await administrator.csv(
      pathOf(id),
      'Bad,1\n'.repeat(1500) + 'Ana,554183015031\n'.repeat(1201),
    );
    const report = body as { rejected: unknown[]; duplicateRows: unknown[] };
    expect(report).toMatchObject({ read: 2701, loaded: 1, duplicates: 1200, rejectedTotal: 1500 });
    expect([report.rejected.length, report.duplicateRows.length]).toEqual([1000, 1000]);
    const download = await administrator.get(`${pathOf(id)}/upload/rows`);
    expect(String(download.body).trimEnd().split('\r\n')).toHaveLength(1 + 2700);
  });

  it('is nobody’s business in other groups, and has no rows where there was none', async () => {
    const id = await desk.campaign();
    expect((await administrator.get(`${pathOf(id)}/upload/rows`)).status).toBe(404);
    await administrator.csv(pathOf(id), 'Bad,1');
    const stranger = await api.user('CAMPAIGN_ADMINISTRATOR', [await api.group()]);
    const supervisor = await api.user('CAMPAIGN_SUPERVISOR', [desk.groupId]);
    for (const path of [`${pathOf(id)}/upload`, `${pathOf(id)}/upload/rows`]) {
      expect((await stranger.get(path)).status).toBe(404);
      expect((await supervisor.get(path)).status).toBe(403);
      expect((await api.master.get(path)).status).toBe(200);
    }
  });

  it('ends a download when the reader goes away', async () => {
    const id = await desk.campaign();
    await administrator.csv(pathOf(id), `${'x'.repeat(190)} bad,1,${'y'.repeat(900)}\n`.repeat(4000));
    const response = await administrator.open('GET', `${pathOf(id)}/upload/rows`);
    await once(response, 'readable');
    response.destroy();
    expect((await stateOf(id)).state).toBe('done');
    expect(api.logLines.join('')).not.toContain('A request failed');
  });
});
