import { randomUUID } from 'node:crypto';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { Claim } from '@marcador/persistence/entities/claim.entity.js';
import type { ApiAnswer, ApiClient } from '../../support/api-client.js';
import { campaignDesk, type CampaignDesk } from '../../support/campaign-api.js';
import { startTestService, type TestService } from '../../support/test-service.js';

interface Entry {
  readonly id: string;
  readonly version: number;
  readonly date: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly state: string;
  readonly past: boolean;
}

const UNKNOWN = randomUUID();

/** It is Monday, 2026-11-23, 09:00 in São Paulo. */
describe('the schedule of a campaign', () => {
  let api: TestService;
  let desk: CampaignDesk;
  let administrator: ApiClient;
  beforeAll(async () => {
    api = await startTestService();
    desk = await campaignDesk(api);
    administrator = desk.administrator;
  });
  afterAll(() => api.close());

  const pathOf = (id: string) => `/api/v1/campaigns/${id}/schedule`;
  const scheduleOf = async (id: string) => (await administrator.get(pathOf(id))).body as Entry[];
  const campaignOf = async (id: string) =>
    (await administrator.get(`/api/v1/campaigns/${id}`)).body as Record<string, unknown>;
  const add = (id: string, day: object) => administrator.post(pathOf(id), day);
  const edit = (id: string, { id: entryId, version }: Entry, changes: object) =>
    administrator.send('PATCH', `${pathOf(id)}/${entryId}`, { body: { version, ...changes } });
  const remove = (id: string, entryId: string) => administrator.send('DELETE', `${pathOf(id)}/${entryId}`);
  const editAll = async (id: string, hours: object, version?: unknown) =>
    administrator.send('PATCH', pathOf(id), {
      body: { version: version ?? (await campaignOf(id))['version'], ...hours },
    });
  const refusal = ({ status, body }: ApiAnswer) => {
    const { code, message, details } = body as {
      code: string;
      message: string;
      details?: { field: string }[];
    };
    return [status, code, details?.[0]?.field ?? message];
  };
  const inDatabase = async <T>(
    work: (database: Awaited<ReturnType<typeof openDataSource>>) => Promise<T>,
  ) => {
    const database = await openDataSource({ url: api.databaseUrl });
    try {
      return await work(database);
    } finally {
      await database.destroy();
    }
  };

  /** A week that has begun yesterday: its Sunday is over. */
  const weekFromYesterday = (changes: object = {}) =>
    desk.campaign({ startDate: '2026-11-22', endDate: '2026-11-24', weekdays: [1, 2, 7], ...changes });

  it('shows each day with its state, and which ones are over where the campaign is', async () => {
    expect(await scheduleOf(await weekFromYesterday())).toMatchObject([
      { date: '2026-11-22', past: true, state: 'NOT_RUNNING', version: 1 },
      { date: '2026-11-23', past: false, opensAt: '2026-11-23T11:00:00.000Z', startOffset: 'GMT-3' },
      { date: '2026-11-24', past: false },
    ]);
    const days = async (timeZone: string) =>
      (await scheduleOf(await weekFromYesterday({ timeZone }))).map(({ past }) => past);
    expect(await days('Pacific/Kiritimati')).toEqual([true, true, false]);
    expect(await days('Pacific/Pago_Pago')).toEqual([true, false, false]);
  });

  it('takes another day, and the range of the campaign then reaches to it', async () => {
    const id = await weekFromYesterday();
    const { status, body } = await add(id, { date: '2026-12-24', startTime: '08:00', endTime: '24:00' });
    expect([status, body]).toMatchObject([
      201,
      {
        date: '2026-12-24',
        state: 'NOT_RUNNING',
        endTime: '24:00',
        closesAt: '2026-12-25T03:00:00.000Z',
        version: 1,
      },
    ]);
    expect((await scheduleOf(id)).map(({ date }) => date)).toEqual([
      '2026-11-22',
      '2026-11-23',
      '2026-11-24',
      '2026-12-24',
    ]);
    expect(await campaignOf(id)).toMatchObject({ startDate: '2026-11-22', endDate: '2026-12-24' });
  });

  it('has one entry a day', async () => {
    const id = await weekFromYesterday();
    const day = { date: '2026-11-25', startTime: '08:00', endTime: '12:00' };
    const both = await Promise.all([add(id, day), add(id, { ...day, startTime: '09:00' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(refusal(await add(id, { ...day, date: '2026-11-23' }))).toEqual([
      409,
      'not-allowed-now',
      'There is a schedule entry on 2026-11-23 already: change that one.',
    ]);
  });

  it('changes the hours of one day', async () => {
    const id = await weekFromYesterday();
    const [, today] = await scheduleOf(id);
    const changed = await edit(id, today!, { endTime: '12:00' });
    expect(changed.body).toMatchObject({
      id: today!.id,
      version: 2,
      startTime: '08:00',
      endTime: '12:00',
      closesAt: '2026-11-23T15:00:00.000Z',
    });
    expect((await scheduleOf(id)).map(({ endTime }) => endTime)).toEqual(['18:00', '12:00', '18:00']);
    expect(await campaignOf(id)).toMatchObject({ startTime: '08:00', endTime: '18:00' });
  });

  it('changes the hours of today and all days to come, and of the campaign, and leaves the past', async () => {
    const id = await weekFromYesterday();
    const { status, body } = await editAll(id, { startTime: '10:00', endTime: '20:00' });
    expect([status, (body as Entry[]).map(({ startTime, endTime }) => `${startTime}-${endTime}`)]).toEqual([
      200,
      ['08:00-18:00', '10:00-20:00', '10:00-20:00'],
    ]);
    expect(await campaignOf(id)).toMatchObject({ startTime: '10:00', endTime: '20:00' });
  });

  it('loses days that are not over', async () => {
    const id = await weekFromYesterday();
    const [yesterday, today, tomorrow] = await scheduleOf(id);
    expect((await remove(id, today!.id)).status).toBe(204);
    expect((await remove(id, tomorrow!.id)).status).toBe(204);
    expect((await remove(id, tomorrow!.id)).status).toBe(404);
    expect(await scheduleOf(id)).toEqual([yesterday]);
    expect(refusal(await editAll(id, { startTime: '10:00', endTime: '20:00' }))).toEqual([
      409,
      'not-allowed-now',
      'All days of the campaign are over: add a schedule entry.',
    ]);
  });

  it('never changes what is over', async () => {
    const id = await weekFromYesterday();
    const [yesterday] = await scheduleOf(id);
    const over = [409, 'not-allowed-now', expect.stringMatching(/^The day 2026-11-2\d is over/) as string];
    expect(refusal(await edit(id, yesterday!, { endTime: '12:00' }))).toEqual(over);
    expect(refusal(await remove(id, yesterday!.id))).toEqual(over);
    expect(refusal(await add(id, { date: '2026-11-21', startTime: '08:00', endTime: '12:00' }))).toEqual(
      over,
    );
    expect((await scheduleOf(id))[0]).toEqual(yesterday);
  });

  it('changes only while the campaign is stopped and its last calls have ended', async () => {
    const id = await weekFromYesterday();
    await administrator.csv(`/api/v1/campaigns/${id}/leads`, 'Ana,554183015031');
    const [, today] = await scheduleOf(id);
    const attempts = async () => [
      await add(id, { date: '2026-11-25', startTime: '08:00', endTime: '12:00' }),
      await edit(id, today!, { endTime: '12:00' }),
      await remove(id, today!.id),
      await editAll(id, { startTime: '10:00', endTime: '20:00' }),
    ];
    await administrator.post(`/api/v1/campaigns/${id}/start`);
    for (const answer of await attempts())
      expect(refusal(answer)).toEqual([
        409,
        'not-allowed-now',
        expect.stringContaining('is started: stop it first') as string,
      ]);
    await administrator.post(`/api/v1/campaigns/${id}/stop`);

    await inDatabase(async (database) => {
      const [lead] = await database.query<{ id: string }[]>('SELECT id FROM lead WHERE campaign_id = $1', [
        id,
      ]);
      const claim = { leadId: lead!.id, campaignId: id, phone: '554183015031', attempt: 1, node: 'n' };
      await database.manager.insert(Claim, { ...claim, token: randomUUID(), claimedAt: new Date() });
      for (const answer of await attempts())
        expect(refusal(answer)).toEqual([
          409,
          'not-allowed-now',
          expect.stringContaining('have not ended yet') as string,
        ]);
      await database.manager.delete(Claim, { leadId: lead!.id });
    });
    expect((await attempts()).map(({ status }) => status)).toEqual([201, 200, 204, 200]);
  });

  it('keeps the versions of an entry while the dialer changes its state', async () => {
    const id = await weekFromYesterday();
    const [, before] = await scheduleOf(id);
    await administrator.post(`/api/v1/campaigns/${id}/start`);
    expect((await scheduleOf(id))[1]).toMatchObject({ state: 'RUNNING', version: before!.version });
    await administrator.post(`/api/v1/campaigns/${id}/stop`);
    expect((await scheduleOf(id))[1]).toEqual(before);
  });

  it('is dialled by as it was changed', async () => {
    const id = await weekFromYesterday();
    const [, today] = await scheduleOf(id);
    await edit(id, today!, { startTime: '10:00' });
    await administrator.post(`/api/v1/campaigns/${id}/start`);
    expect((await scheduleOf(id))[1]).toMatchObject({ state: 'NOT_RUNNING' });
    await administrator.post(`/api/v1/campaigns/${id}/stop`);
  });

  it('is not overwritten by who has not seen the latest change', async () => {
    const id = await weekFromYesterday();
    const [, today] = await scheduleOf(id);
    const { version } = (await campaignOf(id)) as { version: number };
    await edit(id, today!, { endTime: '12:00' });
    await editAll(id, { startTime: '09:00', endTime: '19:00' });
    for (const late of [
      await edit(id, today!, { endTime: '13:00' }),
      await editAll(id, { startTime: '10:00', endTime: '20:00' }, version),
    ])
      expect([late.status, late.body]).toMatchObject([409, { code: 'stale-version' }]);
    expect((await scheduleOf(id))[1]).toMatchObject({ startTime: '09:00', endTime: '19:00' });
  });

  it('lets a completed day run again when it is given more time, and else leaves it completed', async () => {
    const id = await weekFromYesterday();
    const [, today] = await scheduleOf(id);
    const complete = () =>
      inDatabase((database) =>
        database.query(`UPDATE schedule_entry SET state = 'COMPLETED' WHERE id = $1`, [today!.id]),
      );
    await complete();
    const shorter = await edit(id, today!, { endTime: '08:30' });
    expect(shorter.body).toMatchObject({ state: 'COMPLETED' });
    expect((await edit(id, shorter.body as Entry, { endTime: '19:00' })).body).toMatchObject({
      state: 'NOT_RUNNING',
    });
  });

  it('follows daylight saving', async () => {
    const id = await desk.campaign({ timeZone: 'America/New_York' });
    const shown = async (date: string, startTime: string, endTime: string) => {
      const { opensAt, closesAt, startOffset, endOffset } = (await add(id, { date, startTime, endTime }))
        .body as Record<string, string>;
      return [opensAt, startOffset, closesAt, endOffset];
    };
    // 02:00 to 03:00 is skipped: the day begins with the change.
    expect(await shown('2027-03-14', '02:30', '10:00')).toEqual([
      '2027-03-14T07:00:00.000Z',
      'GMT-4',
      '2027-03-14T14:00:00.000Z',
      'GMT-4',
    ]);
    // 01:00 to 02:00 comes twice: the day begins with the second one, or ends with the first.
    expect(await shown('2027-11-07', '01:30', '10:00')).toEqual([
      '2027-11-07T06:30:00.000Z',
      'GMT-5',
      '2027-11-07T15:00:00.000Z',
      'GMT-5',
    ]);
    expect(await shown('2028-11-05', '00:00', '01:30')).toEqual([
      '2028-11-05T04:00:00.000Z',
      'GMT-4',
      '2028-11-05T05:30:00.000Z',
      'GMT-4',
    ]);
    const skipped = { startTime: '02:10', endTime: '02:50' };
    expect(refusal(await add(id, { date: '2028-03-12', ...skipped }))).toEqual([
      422,
      'not-possible',
      'startTime',
    ]);
    const march = (await scheduleOf(id)).find(({ date }) => date === '2027-03-14');
    expect(refusal(await edit(id, march!, skipped))).toEqual([422, 'not-possible', 'startTime']);
  });

  it.each([
    [400, 'date', { date: '2026-13-01' }],
    [400, 'date', { date: undefined }],
    [400, 'startTime', { startTime: '8:00' }],
    [400, 'endTime', { endTime: '24:01' }],
    [400, 'state', { state: 'RUNNING' }],
    [422, 'endTime', { endTime: '08:00' }],
    [422, 'endTime', { startTime: '24:00', endTime: '24:00' }],
  ])('refuses a day with %i and the name of %s', async (status, field, changes) => {
    const id = await desk.campaign();
    const day = { date: '2026-11-28', startTime: '08:00', endTime: '18:00', ...changes };
    expect(refusal(await add(id, day))).toEqual([status, expect.any(String), field]);
  });

  it('refuses hours that run backwards, also beside the time that stays', async () => {
    const id = await weekFromYesterday();
    const [, today] = await scheduleOf(id);
    expect(refusal(await edit(id, today!, { startTime: '18:00' }))).toEqual([422, 'not-possible', 'endTime']);
    expect(refusal(await editAll(id, { startTime: '18:00', endTime: '08:00' }))).toEqual([
      422,
      'not-possible',
      'endTime',
    ]);
  });

  it('is no business of another campaign, of other groups, or of a Supervisor', async () => {
    const id = await weekFromYesterday();
    const [, today] = await scheduleOf(id);
    const other = await desk.campaign();
    expect((await edit(other, today!, { endTime: '12:00' })).status).toBe(404);
    expect((await remove(other, today!.id)).status).toBe(404);
    expect((await remove(id, UNKNOWN)).status).toBe(404);
    const day = { date: '2026-11-28', startTime: '08:00', endTime: '18:00' };
    const tries = async (asker: ApiClient) => [
      (await asker.post(pathOf(id), day)).status,
      (await asker.send('PATCH', pathOf(id), { body: { version: 1, startTime: '08:00', endTime: '09:00' } }))
        .status,
      (await asker.send('PATCH', `${pathOf(id)}/${today!.id}`, { body: { version: 1, endTime: '09:00' } }))
        .status,
      (await asker.send('DELETE', `${pathOf(id)}/${today!.id}`)).status,
    ];
    const stranger = await api.user('CAMPAIGN_ADMINISTRATOR', [await api.group()]);
    expect(await tries(stranger)).toEqual([404, 404, 404, 404]);
    expect(await tries(await api.user('CAMPAIGN_SUPERVISOR', [desk.groupId]))).toEqual([403, 403, 403, 403]);
    expect((await scheduleOf(id))[1]).toEqual(today);
  });
});
