import type { MachineKind } from '@marcador/domain/answering-machine.js';
import type { SubReason } from '@marcador/domain/lead-status.js';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { ExplanationRetention } from '@marcador/dialer/call-records/explanation-retention.js';
import { StoredAmdExplanation } from '@marcador/persistence/entities/amd-explanation.entity.js';
import { CallRecord, type NewCallRecord } from '@marcador/persistence/entities/call-record.entity.js';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { jest } from '@jest/globals';
import { CallRecordRepository } from '@marcador/persistence/call-records/call-record.repository.js';
import { parse } from 'csv-parse/sync';
import type { ApiClient } from '../../support/api-client.js';
import { campaignDesk, type CampaignDesk } from '../../support/campaign-api.js';
import { NO_AUDIO } from '../../support/no-audio.js';
import { startTestService, type TestService } from '../../support/test-service.js';

const DAY_MS = 86_400_000;

/** How the audio of the first call fared. */
const AUDIO = {
  audioCodec: 'PCMA',
  audioEncrypted: true,
  audioPacketsSent: 250,
  audioPacketsReceived: 190,
  audioPacketsLost: 10,
  audioJitterMs: 3.5,
  audioRemotePacketsLost: 0,
  audioRemoteJitterMs: 0.25,
  audioRoundTripMs: 41.5,
};

interface Records {
  readonly items: { readonly phone: string }[];
  readonly next: string | null;
  readonly previous: string | null;
}

describe('call records', () => {
  let api: TestService;
  let administrator: ApiClient;
  let desk: CampaignDesk;
  let campaignId: string;
  let database: Awaited<ReturnType<typeof openDataSource>>;
  beforeAll(async () => {
    api = await startTestService();
    desk = await campaignDesk(api);
    administrator = desk.administrator;
    database = await openDataSource({ url: api.databaseUrl });
    campaignId = await desk.campaign({ name: 'Gone' });
    const records = [0, 1, 2, 3, 4].map((minute) => record({ campaignId, groupId: desk.groupId, minute }));
    const others = await campaignDesk(api);
    const ofOthers = record({ campaignId: await others.campaign(), groupId: others.groupId, minute: 9 });
    await save(...records, ofOthers);
    await administrator.send('DELETE', `/api/v1/campaigns/${campaignId}`);
  });
  afterAll(async () => {
    await database.destroy();
    await api.close();
  });

  const save = (...records: NewCallRecord[]) => database.getRepository(CallRecord).save(records);

  const list = async (query: string, asker = administrator) =>
    (await asker.get(`/api/v1/call-records?${query}`)).body as Records;
  const phones = ({ items }: Records) => items.map(({ phone }) => Number(phone.slice(-1)));

  it('are read page by page, newest first, also when their campaign is gone', async () => {
    const first = await list(`campaignId=${campaignId}&limit=2`);
    expect(phones(first)).toEqual([4, 3]);
    const second = await list(`campaignId=${campaignId}&limit=2&before=${first.next}`);
    expect(phones(second)).toEqual([2, 1]);
    const last = await list(`campaignId=${campaignId}&limit=2&before=${second.next}`);
    expect([phones(last), last.next]).toEqual([[0], null]);
    const back = await list(`campaignId=${campaignId}&limit=2&after=${last.previous}`);
    expect(phones(back)).toEqual([2, 1]);
    const start = await list(`campaignId=${campaignId}&limit=2&after=${back.previous}`);
    expect([phones(start), start.previous, start.next]).toEqual([[4, 3], null, first.next]);
  });

  it('tell how the audio of an answered call fared, and nothing of that of another one', async () => {
    const { items } = await list('until=2026-11-23T12:02:00Z');
    expect(items).toMatchObject([
      { ...NO_AUDIO, audioLossShare: null },
      { ...AUDIO, audioLossShare: 0.05 },
    ]);
  });

  it('tell what the detector heard, until its time is over', async () => {
    const id = await desk.campaign({ name: 'Heard' });
    const [heard, longAgo, unheard] = await save(
      ...[5, 6, 7].map((minute) => record({ campaignId: id, groupId: desk.groupId, minute })),
    );
    const explanation = { frameMs: 20, levelDbov: [-60], speech: [], tones: [], belief: [] };
    const oldest = api.clock.now().getTime() - 30 * DAY_MS;
    await database.getRepository(StoredAmdExplanation).insert([
      { callRecordId: heard!.id, endedAt: new Date(oldest), explanation },
      { callRecordId: longAgo!.id, endedAt: new Date(oldest - 1), explanation },
    ]);
    const told = () =>
      Promise.all(
        [heard, longAgo, unheard].map(
          async (of) => (await administrator.get(`/api/v1/call-records/${of!.id}/amd-explanation`)).body,
        ),
      );
    expect(await told()).toEqual([{ explanation }, { explanation }, { explanation: null }]);
    await api.service.app.get(ExplanationRetention, { strict: false }).tidy();
    expect(await told()).toEqual([{ explanation }, { explanation: null }, { explanation: null }]);
    expect((await administrator.get('/api/v1/call-records/987654321/amd-explanation')).status).toBe(404);
    expect((await administrator.get('/api/v1/call-records/x/amd-explanation')).status).toBe(400);
    await database.getRepository(CallRecord).delete({ campaignId: id });
  });

  it('are counted by who answered, machines by what they were known by and what became of messages, and found where undecided', async () => {
    const id = await desk.campaign({ name: 'Counted' });
    const of = (answer: Partial<NewCallRecord>, calls = 1) =>
      Array.from({ length: calls }, (_, minute) => ({
        ...record({ campaignId: id, groupId: desk.groupId, minute }),
        ...{ subReason: null, amdMachine: null, ...answer },
      }));
    const machine = (kind: MachineKind | null, subReason: SubReason | null = null) => ({
      ...{ amdAnsweredBy: 'MACHINE', amdMachine: kind, amdReason: 'tone', subReason },
    });
    await save(
      ...of({}),
      ...of({ amdAnsweredBy: 'HUMAN', amdReason: 'speech-pattern' }, 5),
      ...of({ amdAnsweredBy: 'HUMAN', amdReason: 'speech-pattern', subReason: 'transfer-failed' }),
      ...of({ amdAnsweredBy: 'HUMAN', amdReason: 'no-audio' }, 2),
      ...of({ amdAnsweredBy: 'UNDECIDED', amdReason: 'time-limit' }, 3),
      ...of(machine('greeting', 'message-left'), 4),
      ...of(machine('greeting', 'message-cut-off')),
      ...of(machine('beep', 'message-left')),
      ...of(machine('fax')),
      ...of(machine(null)),
    );
    expect((await administrator.get(`/api/v1/campaigns/${id}/detection`)).body).toEqual({
      calls: 19,
      persons: 6,
      machines: { greeting: 5, beep: 1, fax: 1, intercept: 0, silence: 0, unknown: 1 },
      undecided: 3,
      unheard: 2,
      messages: { left: 5, cutOff: 1, greetingTooLong: 0, failed: 0 },
    });
    for (const asker of [administrator, api.master]) {
      const undecided = await list('amdAnsweredBy=UNDECIDED', asker);
      expect(undecided.items).toEqual(
        Array.from({ length: 3 }, () => expect.objectContaining({ amdAnsweredBy: 'UNDECIDED' }) as object),
      );
    }
    expect((await administrator.get('/api/v1/call-records?amdAnsweredBy=NOBODY')).status).toBe(400);
    await database.getRepository(CallRecord).delete({ campaignId: id });
  });

  it('can be chosen by what a machine was known by', async () => {
    for (const within of ['', `&campaignId=${campaignId}`]) {
      expect(phones(await list(`amdMachine=beep${within}`))).toEqual([3]);
      expect(phones(await list(`amdMachine=beep${within}`, api.master))).toEqual([3]);
      expect(phones(await list(`amdMachine=fax${within}`))).toEqual([]);
    }
    expect((await administrator.get('/api/v1/call-records?amdMachine=robot')).status).toBe(400);
  });

  it('are not read before one record and after another', async () => {
    const both = await administrator.get('/api/v1/call-records?before=1&after=2');
    expect([both.status, both.body]).toMatchObject([400, { details: [{ field: 'before' }] }]);
  });

  it('are those of the own groups; a Master sees all', async () => {
    expect(phones(await list(''))).toEqual([4, 3, 2, 1, 0]);
    expect(phones(await list('', api.master))).toEqual([9, 4, 3, 2, 1, 0]);
  });

  it('are seen by who sees their campaign now, and by who saw it last when it is gone', async () => {
    const stranger = await campaignDesk(api);
    const both = await api.user('CAMPAIGN_ADMINISTRATOR', [desk.groupId, stranger.groupId]);
    const id = await desk.campaign({ name: 'Wanderer' });
    await save(record({ campaignId: id, groupId: desk.groupId, minute: 7 }));
    const sevenOf = async (asker: ApiClient) => phones(await list('phone=554183015037', asker));
    expect([await sevenOf(administrator), await sevenOf(stranger.administrator)]).toEqual([[7], []]);
    const { version } = (await both.get(`/api/v1/campaigns/${id}`)).body as { version: number };
    await both.send('PATCH', `/api/v1/campaigns/${id}`, { body: { version, groupId: stranger.groupId } });
    expect([await sevenOf(administrator), await sevenOf(stranger.administrator)]).toEqual([[], [7]]);
    expect(phones(await list(`campaignId=${id}`))).toEqual([]);
    await stranger.administrator.send('DELETE', `/api/v1/campaigns/${id}`);
    expect([await sevenOf(administrator), await sevenOf(stranger.administrator)]).toEqual([[], [7]]);
    const seen = await list('phone=554183015037', stranger.administrator);
    expect(seen.items).toMatchObject([{ groupId: desk.groupId }]);
    expect((await stranger.administrator.get('/api/v1/call-records/campaigns')).body).toEqual([
      { id, name: 'Wanderer', removed: true },
    ]);
    await database.getRepository(CallRecord).delete({ campaignId: id });
  });

  it('can be chosen by sub-reason and port, among all and in one campaign', async () => {
    for (const within of ['', `&campaignId=${campaignId}`]) {
      expect(phones(await list(`subReason=no-answer${within}`))).toEqual([4]);
      expect(phones(await list(`subReason=no-answer${within}`, api.master))).toEqual([4]);
      expect(phones(await list(`port=4711${within}`))).toEqual([2]);
      expect(phones(await list(`port=4711&result=BUSY${within}`))).toEqual([]);
    }
  });

  it('can be chosen by number, result and time', async () => {
    expect(phones(await list('phone=554183015033'))).toEqual([3]);
    expect(phones(await list('result=BUSY'))).toEqual([3, 1]);
    expect(phones(await list('from=2026-11-23T12:01:00Z&until=2026-11-23T12:03:00Z'))).toEqual([2, 1]);
    expect(phones(await list('result=BUSY', api.master))).toEqual([9, 3, 1]);
    for (const wrong of ['result=ODD', 'from=today', 'phone=%2B55', 'limit=1001', 'colour=red'])
      expect((await administrator.get(`/api/v1/call-records?${wrong}`)).status).toBe(400);
  });

  describe('as CSV', () => {
    const csv = async (query: string, asker = administrator) => {
      const { status, headers, body } = await asker.get(`/api/v1/call-records/export?${query}`);
      expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
      return parse(String(body), { bom: true, columns: true });
    };

    it('are the same as in the list, with the same filters and rights', async () => {
      const rows = await csv('from=2026-11-23T12:01:00Z&until=2026-11-23T12:03:00Z');
      const { items } = await list('from=2026-11-23T12:01:00Z&until=2026-11-23T12:03:00Z');
      const shown = items.map((item) =>
        Object.fromEntries(
          Object.entries(item).map(([key, value]) => [
            key,
            value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value),
          ]),
        ),
      );
      expect(rows).toEqual(shown);
      expect(await csv('')).toHaveLength(5);
      expect(await csv('', api.master)).toHaveLength(6);
      expect(await csv(`campaignId=${campaignId}&result=BUSY`)).toHaveLength(2);
      expect(await csv(`campaignId=${randomUUID()}`)).toEqual([]);
      expect((await administrator.get('/api/v1/call-records/export?limit=1')).status).toBe(400);
      const supervisor = await api.user('CAMPAIGN_SUPERVISOR', [desk.groupId]);
      expect((await supervisor.get('/api/v1/call-records/export')).status).toBe(403);
    });

    it('are nothing that a spreadsheet would run', async () => {
      const id = await desk.campaign();
      const values = {
        ...record({ campaignId: id, groupId: desk.groupId, minute: 8 }),
        leadName: '=HYPERLINK("x")',
      };
      await save(values);
      expect(await csv(`campaignId=${id}`)).toMatchObject([{ leadName: `'=HYPERLINK("x")` }]);
    });

    it('are refused when the first of them take too long to find', async () => {
      const lock = database.createQueryRunner();
      await lock.startTransaction();
      await lock.query('LOCK TABLE call_record IN ACCESS EXCLUSIVE MODE');
      const answer = administrator.get(`/api/v1/call-records/export?campaignId=${campaignId}`);
      // As the server itself does after 30 s.
      const cancel = `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await database.query<unknown[]>(cancel)).length === 0);
      await lock.rollbackTransaction();
      await lock.release();
      expect(await answer).toMatchObject({
        status: 409,
        body: { code: 'not-allowed-now', message: expect.stringContaining('too long') as string },
      });
    });

    it('are read no further when the reader goes away, and only as fast as it reads', async () => {
      const id = await desk.campaign();
      await database.query(
        `INSERT INTO call_record (campaign_id, campaign_name, group_id, lead_id, lead_name, phone, attempt, node,
           claimed_at, ended_at, result)
         SELECT $1, 'Long', $2, n, repeat('x', 200), '554183015031', 1, 'n', now(), now(), 'BUSY'
         FROM generate_series(1, 60000) AS n`,
        [id, desk.groupId],
      );
      const walk = jest.spyOn(CallRecordRepository.prototype, 'walk');
      const response = await administrator.open('GET', `/api/v1/call-records/export?campaignId=${id}`);
      await once(response, 'readable');
      response.destroy();
      const records = walk.mock.results[0]!.value as AsyncGenerator;
      walk.mockRestore();
      // The service lets go of them: the next to ask finds the end, long before the last of 60000.
      const ended = async () => (await records.next()).done === true;
      let taken = 0;
      while (!(await ended())) taken++;
      expect(taken).toBeLessThan(50_000);
      expect(await csv(`campaignId=${id}`)).toHaveLength(60_000);
      expect(api.logLines.join('')).not.toContain('A request failed');
    });
  });
});

function record(options: { campaignId: string; groupId: string; minute: number }): NewCallRecord {
  const { minute, ...ids } = options;
  const claimedAt = new Date(`2026-11-23T12:0${minute}:00Z`);
  return {
    ...ids,
    campaignName: 'Gone',
    leadId: String(minute + 1),
    leadName: 'Ana',
    phone: `55418301503${minute}`,
    attempt: 1,
    node: 'test',
    port: minute === 2 ? '4711' : null,
    callId: null,
    claimedAt,
    dialledAt: claimedAt,
    ringingAt: null,
    answeredAt: null,
    amdAt: null,
    transferredAt: null,
    endedAt: claimedAt,
    result: minute % 2 === 1 ? 'BUSY' : 'SUCCESS',
    subReason: minute === 4 ? 'no-answer' : null,
    sipCode: null,
    q850Cause: null,
    amdAnsweredBy: null,
    amdMachine: minute === 3 ? 'beep' : null,
    amdReason: null,
    amdConfidence: null,
    amdDecidedMs: null,
    amdMeasurements: { toneMs: 3 },
    messageAt: null,
    messagePlayedMs: null,
    dncInstanceId: null,
    dncService: null,
    dncVerdict: null,
    transferSipCode: null,
    ...(minute === 0 ? AUDIO : NO_AUDIO),
  };
}
