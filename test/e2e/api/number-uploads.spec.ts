import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { ApiClient } from '../../support/api-client.js';
import { campaignDesk } from '../../support/campaign-api.js';
import { startTestService, type TestService } from '../../support/test-service.js';

interface UploadState {
  readonly state: string;
  readonly bytes: number;
  readonly lines: number;
  readonly report: unknown;
}

/** More than so many rows are needed to know where the numbers are. */
const ROWS = Array.from({ length: 300 }, (_, row) => `5541332${String(10_000 + row)}\n`);
const LINE = 13;
const DIGEST = `digest=${'5f'.repeat(32)}`;

describe('uploads of a list of numbers', () => {
  let api: TestService;
  let list: string;

  beforeAll(async () => {
    api = await startTestService();
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    const values = { name: randomUUID(), type: 'dnc-embedded', config: {} };
    const made = (await api.master.post('/api/v1/dnc-services', values)).body as { id: string };
    list = `/api/v1/dnc-services/${made.id}/numbers`;
  });

  const state = async () => (await api.master.get(`${list}/upload`)).body as UploadState;
  const until = async (isReached: (state: UploadState) => boolean) => {
    for (;;) {
      const now = await state();
      if (isReached(now)) return now;
    }
  };
  const listed = async (row: number) => {
    const { body } = await api.master.get(`${list}/one?number=${ROWS[row]?.trim()}`);
    return (body as { listed: boolean }).listed;
  };
  const count = async () => ((await api.master.get(list)).body as { count: number }).count;
  const send = (client: ApiClient, path: string, body: unknown, length: number) =>
    client.send('POST', path, {
      body,
      headers: { 'content-type': 'text/csv', 'content-length': String(length) },
    });

  /** Sends some rows of a file of them all, then breaks the connection. @returns how far the service says it came */
  async function broken(path: string, from: number, to: number) {
    const client = await api.user('MASTER', []);
    const file = new PassThrough();
    const length = (ROWS.length - from) * LINE;
    const answer = send(client, path, file, length).catch(() => 'broken');
    file.write(`${ROWS.slice(from, to).join('')}5541`);
    await until(({ state: now, lines }) => now === 'receiving' && lines === to);
    client.abandon();
    expect(await answer).toBe('broken');
    return until(({ state: now }) => now === 'interrupted');
  }

  it('are gone on with, however often the connection breaks, and until the end the old list answers', async () => {
    await api.master.csv(`${list}?mode=replace&region=BR`, '554133200000\n');
    const first = await broken(`${list}?mode=replace&region=BR&${DIGEST}`, 0, 150);
    expect(first).toMatchObject({ bytes: 150 * LINE, lines: 150, totalBytes: 300 * LINE, report: null });
    const second = await broken(`${list}/upload?from=${first.bytes}&${DIGEST}`, 150, 200);
    expect(second).toMatchObject({ bytes: 200 * LINE, lines: 200 });
    expect([await count(), await listed(0)]).toEqual([1, false]);

    const rest = ROWS.slice(200).join('');
    const refused = await send(api.master, `${list}/upload?from=0&${DIGEST}`, rest, rest.length);
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'not-the-rest' }]);
    const other = await api.master.csv(`${list}/upload?from=${second.bytes}&${DIGEST}`, rest.slice(LINE));
    expect([other.status, other.body]).toMatchObject([409, { code: 'not-the-rest' }]);

    const otherFile = `${list}/upload?from=${second.bytes}&digest=${'5e'.repeat(32)}`;
    const ofOther = await send(api.master, otherFile, rest, rest.length);
    expect([ofOther.status, ofOther.body]).toMatchObject([409, { reason: 'other-file' }]);

    const answer = await send(api.master, `${list}/upload?from=${second.bytes}&${DIGEST}`, rest, rest.length);
    expect([answer.status, answer.body]).toMatchObject([200, { read: 300, added: 300, count: 300 }]);
    expect([await listed(0), await listed(299)]).toEqual([true, true]);
    expect(await state()).toMatchObject({ state: 'done', lines: 300, report: { count: 300 } });
    expect((await api.master.csv(`${list}/upload?from=0&${DIGEST}`, rest)).status).toBe(409);
  });

  it('can be given up when they broke off, and take their numbers with them', async () => {
    const { bytes } = await broken(`${list}?mode=add&region=BR`, 0, 150);
    const rest = await api.master.csv(`${list}/upload?from=${bytes}&${DIGEST}`, ROWS.slice(150).join(''));
    expect([rest.status, rest.body]).toMatchObject([409, { reason: 'file-not-known' }]);
    expect((await api.master.send('DELETE', `${list}/upload`)).status).toBe(204);
    expect(await state()).toMatchObject({ state: 'none' });
    expect([await count(), await listed(0)]).toEqual([0, false]);
    expect((await api.master.send('DELETE', `${list}/upload`)).status).toBe(409);
  });

  it('come one after the other into a list', async () => {
    const file = new PassThrough();
    const first = api.master.csv(`${list}?mode=add&region=BR`, file);
    file.write(ROWS[0]);
    await until(({ state: now }) => now === 'receiving');
    const second = await api.master.csv(`${list}?mode=add&region=BR`, ROWS[1] ?? '');
    expect([second.status, second.body]).toMatchObject([409, { code: 'upload-under-way' }]);
    file.end();
    expect((await first).status).toBe(200);
    expect((await api.master.csv(`${list}?mode=add&region=BR`, ROWS[1] ?? '')).status).toBe(200);
    expect(await count()).toBe(2);
  });

  it('may be of changes, of which the last one of a number counts', async () => {
    await api.master.csv(`${list}?mode=replace&region=US&format=us-registry`, '202,5550101\n202,5550102\n');
    const changes =
      '202,5550101,D\n202,5550103,A\n202,5550104,A\n202,5550104,D\n202,5550102,D\n202,5550102,A\n';
    const answer = await api.master.csv(
      `${list}?mode=change&region=US&format=us-registry&listDate=2026-11-20`,
      changes,
    );
    expect(answer.body).toMatchObject({ read: 6, added: 1, removed: 1, count: 2 });
    const on = async (number: string) =>
      ((await api.master.get(`${list}/one?number=${number}`)).body as { listed: boolean }).listed;
    expect([await on('12025550101'), await on('12025550102')]).toEqual([false, true]);
    expect([await on('12025550103'), await on('12025550104')]).toEqual([true, false]);
    expect((await api.master.get(list)).body).toMatchObject({ count: 2, listDate: '2026-11-20' });
  });

  it('may be too old: that is told, and stops a campaign where it shall', async () => {
    const age = list.replace('numbers', 'list-age');
    await api.master.csv(`${list}?mode=replace&region=BR&listDate=2001-01-01`, '554133200000\n');
    expect((await api.master.get(age)).body).toMatchObject({
      ...{ listDate: '2001-01-01', oldestDays: null, onOldList: 'warn', isTooOld: false },
    });
    const set = await api.master.send('PUT', age, { body: { oldestDays: 31, onOldList: 'stop' } });
    expect(set.body).toMatchObject({ oldestDays: 31, onOldList: 'stop', isTooOld: true });

    const desk = await campaignDesk(api);
    const id = await desk.campaign({ dncServiceIds: [list.split('/')[4]] });
    const campaign = `/api/v1/campaigns/${id}`;
    const live = async () =>
      (await desk.administrator.get(`${campaign}/progress`)).body as {
        hindrances: { kind: string; message: string }[];
        oldLists: unknown[];
      };
    const kinds = async () => (await live()).hindrances.map(({ kind }) => kind);
    expect(await kinds()).toContain('do-not-call-list-too-old');
    await desk.administrator.post(`${campaign}/start`, {});
    expect((await live()).oldLists).toMatchObject([{ listDate: '2001-01-01', oldestDays: 31, stops: true }]);
    expect(await kinds()).toContain('do-not-call-list-too-old');
    await api.master.csv(`${list}?mode=replace&region=BR`, '554133200000\n');
    expect(await kinds()).not.toContain('do-not-call-list-too-old');

    const tomorrow = await api.master.csv(`${list}?mode=add&region=BR&listDate=2999-01-01`, '554133200000\n');
    expect(tomorrow.status).toBe(400);
  });

  it('tell the first rows that were not taken, and all of them as a CSV', async () => {
    const file = `Phone\n${'x\n'.repeat(1500)}554133210001\n`;
    const { body } = await api.master.csv(`${list}?mode=add&region=BR`, file);
    const report = { rejectedTotal: 1500, read: 1501, added: 1 };
    expect(body).toMatchObject(report);
    const { rejected } = body as { rejected: { line: number }[] };
    expect([rejected.length, rejected.at(-1)?.line]).toEqual([1000, 1001]);
    expect((await state()).report).toEqual(body);
    const rows = String((await api.master.get(`${list}/upload/rows?language=pt`)).body).split('\r\n');
    expect([rows.length, rows[0], rows[1500]]).toEqual([
      1502,
      '\uFEFFLinha,Motivo',
      '1501,Isto não é um número de telefone.',
    ]);
  });

  it('match mobile numbers of Brazil with and without the 9', async () => {
    await api.master.csv(`${list}?mode=add&region=BR`, '554181021119\n5541981021120\n');
    for (const number of ['554181021119', '5541981021119', '554181021120', '5541981021120'])
      expect((await api.master.get(`${list}/one?number=${number}`)).body).toEqual({ number, listed: true });
  });
});
