import { openDataSource } from '@marcador/persistence/data-source.js';
import { CallRecord, type NewCallRecord } from '@marcador/persistence/entities/call-record.entity.js';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client.js';
import { campaignDesk } from '../../support/campaign-api.js';
import { startTestService, type TestService } from '../../support/test-service.js';

interface Records {
  readonly items: { readonly phone: string }[];
  readonly next: string | null;
}

describe('call records', () => {
  let api: TestService;
  let administrator: ApiClient;
  const campaignId = randomUUID();
  beforeAll(async () => {
    api = await startTestService();
    const desk = await campaignDesk(api);
    administrator = desk.administrator;
    const records = [0, 1, 2, 3, 4].map((minute) => record({ campaignId, groupId: desk.groupId, minute }));
    const ofOthers = record({ campaignId: randomUUID(), groupId: await api.group(), minute: 9 });
    const database = await openDataSource({ url: api.databaseUrl });
    await database.getRepository(CallRecord).save([...records, ofOthers]);
    await database.destroy();
  });
  afterAll(() => api.close());

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
  });

  it('are those of the own groups; a Master sees all', async () => {
    expect(phones(await list(''))).toEqual([4, 3, 2, 1, 0]);
    expect(phones(await list('', api.master))).toEqual([9, 4, 3, 2, 1, 0]);
  });

  it('can be chosen by number, result and time', async () => {
    expect(phones(await list('phone=554183015033'))).toEqual([3]);
    expect(phones(await list('result=BUSY'))).toEqual([3, 1]);
    expect(phones(await list('from=2026-11-23T12:01:00Z&until=2026-11-23T12:03:00Z'))).toEqual([2, 1]);
    for (const wrong of ['result=ODD', 'from=today', 'phone=%2B55', 'limit=1001', 'colour=red'])
      expect((await administrator.get(`/api/v1/call-records?${wrong}`)).status).toBe(400);
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
    port: null,
    callId: null,
    claimedAt,
    dialledAt: claimedAt,
    ringingAt: null,
    answeredAt: null,
    amdAt: null,
    transferredAt: null,
    endedAt: claimedAt,
    result: minute % 2 === 1 ? 'BUSY' : 'SUCCESS',
    subReason: null,
    sipCode: null,
    q850Cause: null,
    amdAnsweredBy: null,
    amdReason: null,
    amdConfidence: null,
    amdMeasurements: null,
    dncInstanceId: null,
    dncService: null,
    dncVerdict: null,
    transferSipCode: null,
  };
}
