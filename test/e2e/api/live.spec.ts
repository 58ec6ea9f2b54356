import type { IncomingMessage } from 'node:http';
import type { ApiClient } from '../../support/api-client.js';
import { campaignDesk, type CampaignDesk } from '../../support/campaign-api.js';
import { startTestService, type TestService } from '../../support/test-service.js';

const PING_MS = 15_000;

interface Progress {
  readonly campaignId: string;
  readonly started: boolean;
  readonly entryState: string | null;
  readonly unfinished: number;
}

/** The reports of a stream of events, as they come. */
async function* reports(stream: IncomingMessage): AsyncGenerator<Progress> {
  let rest = '';
  for await (const piece of stream as AsyncIterable<Buffer>) {
    const events = (rest + piece.toString('utf8')).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (event.includes('event: progress') && data !== undefined) yield JSON.parse(data) as Progress;
    }
  }
}

describe('live progress', () => {
  let api: TestService;
  let desk: CampaignDesk;
  let administrator: ApiClient;
  beforeEach(async () => {
    api = await startTestService();
    desk = await campaignDesk(api);
    administrator = desk.administrator;
  });
  afterEach(() => api.close());

  /** Reports come half a second apart at least. */
  const until = async (
    stream: AsyncGenerator<Progress>,
    wanted: (progress: Progress) => boolean,
  ): Promise<Progress> => {
    for (;;) {
      const report = await stream.next();
      if (report.done === true) throw new Error('The stream ended before that was reported.');
      if (wanted(report.value)) return report.value;
      await api.clock.advance(500);
    }
  };
  const open = (path: string) => administrator.open('GET', `/api/v1${path}`);

  it('of a campaign is told at once, and after each change', async () => {
    const id = await desk.campaign();
    const stream = await open(`/campaigns/${id}/live`);
    expect(stream.headers['content-type']).toContain('text/event-stream');
    const progress = reports(stream);
    expect((await progress.next()).value).toMatchObject({
      campaignId: id,
      started: false,
      entryState: null,
      unfinished: 0,
    });

    await administrator.csv(`/api/v1/campaigns/${id}/leads`, 'Ana,554183015031');
    await administrator.post(`/api/v1/campaigns/${id}/start`);
    await api.clock.advance(500);
    const running = ({ entryState, unfinished }: Progress) => entryState === 'RUNNING' && unfinished === 1;
    expect(await until(progress, running)).toMatchObject({
      started: true,
      queue: { loggedOn: 2, free: 0 },
    });
    stream.destroy();
  });

  it('says why a campaign does not dial, and what to do, at any moment', async () => {
    const id = await desk.campaign();
    const kinds = async () => {
      const { body } = await api.master.get(`/api/v1/campaigns/${id}/progress`);
      const { hindrances } = body as { hindrances: { kind: string; message: string }[] };
      for (const { message } of hindrances) expect(message).toMatch(/[.]$/);
      return hindrances.map(({ kind }) => kind);
    };
    expect(await kinds()).toEqual(['stopped']);
    await api.master.post(`/api/v1/groups/${desk.groupId}/disable`);
    expect(await kinds()).toEqual(['stopped', 'group-disabled']);
    await api.master.post(`/api/v1/groups/${desk.groupId}/enable`);
    await administrator.csv(`/api/v1/campaigns/${id}/leads`, 'Ana,554183015031');
    await administrator.post(`/api/v1/campaigns/${id}/start`);
    expect(await kinds()).toEqual(['no-free-agent', 'no-port-registered']);
  });

  it('follows what people change of a stopped campaign', async () => {
    const id = await desk.campaign();
    const stream = await open(`/campaigns/${id}/live`);
    const progress = reports(stream);
    await progress.next();
    await administrator.csv(`/api/v1/campaigns/${id}/leads`, 'Ana,554183015031');
    await api.clock.advance(1000);
    expect(await until(progress, ({ unfinished }) => unfinished === 1)).toMatchObject({ started: false });
    stream.destroy();
  });

  it('of all campaigns is that of the own groups', async () => {
    const ids = [await desk.campaign(), await desk.campaign()];
    await (await campaignDesk(api)).campaign();
    const stream = await open('/live');
    const progress = reports(stream);
    const seen = [await progress.next(), await progress.next()].map(
      ({ value }) => (value as Progress).campaignId,
    );
    expect(seen.sort()).toEqual(ids.sort());
    stream.destroy();
  });

  it.each(['/campaigns/:id/live', '/live'])(
    'at %s ends when a campaign is the user’s no longer',
    async (path) => {
      const id = await desk.campaign();
      const stream = await open(path.replace(':id', id));
      const progress = reports(stream);
      await progress.next();
      await api.clock.advance(PING_MS);
      const groupId = await api.group();
      const mover = await api.user('CAMPAIGN_ADMINISTRATOR', [desk.groupId, groupId]);
      const moved = await mover.send('PATCH', `/api/v1/campaigns/${id}`, { body: { version: 1, groupId } });
      expect(moved.status).toBe(200);
      await api.clock.advance(PING_MS);
      await expect(until(progress, () => false)).rejects.toThrow('The stream ended');
    },
  );

  it('ends with the service, which does not wait for who listens', async () => {
    const stream = await open(`/campaigns/${await desk.campaign()}/live`);
    const progress = reports(stream);
    await progress.next();
    await api.service.stop();
    expect((await progress.next()).done).toBe(true);
  });
});
