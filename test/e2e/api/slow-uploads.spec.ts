import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { CampaignRepository } from '@marcador/persistence/campaigns/campaign.repository.js';
import { LeadClaims } from '@marcador/persistence/leads/lead-claims.js';
import { InstanceNumbers } from '@marcador/persistence/plugins/instance-numbers.js';
import type { ApiAnswer, ApiClient } from '../../support/api-client.js';
import { campaignDesk, type CampaignDesk } from '../../support/campaign-api.js';
import { settlementOf } from '../../support/campaign-fixtures.js';
import { startTestService, type TestService } from '../../support/test-service.js';

describe('uploads of clients that are slow to send', () => {
  let api: TestService;
  let desk: CampaignDesk;
  let listId: string;
  beforeAll(async () => {
    api = await startTestService();
    desk = await campaignDesk(api);
    const lists = await api.master.get('/api/v1/dnc-services');
    const [embedded] = lists.body as { id: string }[];
    listId = embedded!.id;
  });
  afterAll(() => api.close());

  /** Into a list of its own: one takes one upload at a time. */
  const numbersPath = async () => {
    const values = { name: randomUUID(), type: 'dnc-embedded', config: {} };
    const made = (await api.master.post('/api/v1/dnc-services', values)).body as { id: string };
    return `/api/v1/dnc-services/${made.id}/numbers?mode=add&region=BR`;
  };
  const leadsPath = async () => `/api/v1/campaigns/${await desk.campaign()}/leads`;

  /** Begins an upload whose file does not end yet. */
  const begin = (client: ApiClient, path: string, text: string) => {
    const file = new PassThrough();
    file.write(text);
    return { file, answer: client.csv(path, file) };
  };

  /** One attempt, as far as the database is concerned. */
  const dial = async (campaignId: string) => {
    const { clock } = api;
    const { app } = api.service;
    const campaign = await app.get(CampaignRepository).get(campaignId);
    const claims = app.get(LeadClaims);
    const [lead] = await claims.claim(campaignId, 1, 'node-1', clock.now(), randomUUID());
    expect(await app.get(InstanceNumbers).of(listId).has(lead!.phone)).toBe(false);
    await claims.markDialling(lead!, '100', clock.now());
    await claims.settle(settlementOf(lead!, campaign));
  };

  const stateOf = async (path: string) =>
    (await desk.administrator.get(`${path}/upload`)).body as {
      state: string;
      bytes: number;
      report: unknown;
    };
  /** Until so much has been read. */
  const read = async (path: string, bytes: number) => {
    while ((await stateOf(path)).bytes !== bytes);
  };

  it('may take as long as something comes', async () => {
    const path = await leadsPath();
    const line = 'Eve,554183015032\n';
    const { file, answer } = begin(desk.administrator, path, line);
    for (let lines = 1; lines <= 10; lines++) {
      await read(path, lines * line.length);
      await api.clock.advance(59_999);
      file.write(line);
    }
    file.end();
    expect(await answer).toMatchObject({ status: 200, body: { read: 11, loaded: 1 } });
    // Node would cut it off.
    expect(api.service.app.getHttpServer()).toMatchObject({ requestTimeout: 0, headersTimeout: 60_000 });
  });

  it('are given up when nothing more comes, and change nothing', async () => {
    const path = await leadsPath();
    const { answer } = begin(desk.administrator, path, 'Eve,554183015032\n');
    await read(path, 17);
    await api.clock.advance(59_999);
    expect(await stateOf(path)).toMatchObject({ state: 'reading' });
    await api.clock.advance(1);
    expect(await answer).toMatchObject({
      status: 408,
      headers: { connection: 'close' },
      body: {
        message: 'Nothing more of the file came for 60 seconds, and nothing was changed: upload it again.',
      },
    });
    expect(await stateOf(path)).toMatchObject({ state: 'none', report: null });
  });

  it('leave the database to the calls, however many there are', async () => {
    const called = await desk.campaign();
    await desk.administrator.csv(`/api/v1/campaigns/${called}/leads`, 'Ana,554183015031');
    await desk.administrator.post(`/api/v1/campaigns/${called}/start`);

    const uploads: ReturnType<typeof begin>[] = [];
    for (let n = 0; n < 8; n++)
      uploads.push(
        begin(desk.administrator, await leadsPath(), 'Eve,554183015032\n'),
        begin(api.master, await numbersPath(), '554183015033\n'),
      );
    const refusals: ApiAnswer[] = [];
    await new Promise<void>((resolve) => {
      for (const { answer } of uploads)
        void answer.then((refusal) => {
          if (refusals.push(refusal) === uploads.length - 2) resolve();
        });
    });
    for (const { status, body } of refusals)
      expect([status, body]).toMatchObject([
        409,
        {
          code: 'not-allowed-now',
          message:
            'Two other files are being uploaded: wait until one of them is loaded, then upload this one.',
        },
      ]);
    await dial(called);
    const { body: recorded } = await desk.administrator.get(`/api/v1/call-records?campaignId=${called}`);
    expect(recorded).toMatchObject({ items: [{ phone: '554183015031' }] });

    for (const { file } of uploads) file.end();
    const answers = await Promise.all(uploads.map(({ answer }) => answer));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect((await desk.administrator.csv(await leadsPath(), 'Eve,554183015032')).status).toBe(200);
  });
});
