import type { IncomingMessage } from 'node:http';
import { openDataSource } from '@marcador/persistence/data-source.js';
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

/** The events of a stream, as they come. */
async function* eventsOf(stream: IncomingMessage): AsyncGenerator<{ type: string; data: unknown }> {
  let rest = '';
  for await (const piece of stream as AsyncIterable<Buffer>) {
    const events = (rest + piece.toString('utf8')).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const type = /^event: (.*)$/m.exec(event)?.[1];
      const data = /^data: (.+)$/m.exec(event)?.[1];
      if (type !== undefined && data !== undefined) yield { type, data: JSON.parse(data) as unknown };
    }
  }
}

/** The reports of a stream, as they come. */
async function* reports(stream: IncomingMessage): AsyncGenerator<Progress> {
  for await (const { type, data } of eventsOf(stream)) if (type === 'progress') yield data as Progress;
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

  /** Takes a campaign to a group of others. */
  const moveAway = async (id: string) => {
    const groupId = await api.group();
    const mover = await api.user('CAMPAIGN_ADMINISTRATOR', [desk.groupId, groupId]);
    const moved = await mover.send('PATCH', `/api/v1/campaigns/${id}`, { body: { version: 1, groupId } });
    expect(moved.status).toBe(200);
  };

  it('of a campaign ends when it is the user’s no longer', async () => {
    const id = await desk.campaign();
    const progress = reports(await open(`/campaigns/${id}/live`));
    await progress.next();
    await api.clock.advance(PING_MS);
    await moveAway(id);
    await api.clock.advance(PING_MS);
    await expect(until(progress, () => false)).rejects.toThrow('The stream ended');
  });

  describe('of all campaigns', () => {
    let stream: IncomingMessage;
    let events: ReturnType<typeof eventsOf>;
    beforeEach(async () => {
      stream = await open('/live');
      events = eventsOf(stream);
    });
    afterEach(() => stream.destroy());

    const told = async (type: string, isIt: (data: never) => boolean) => {
      for (;;) {
        const event = await events.next();
        if (event.done === true) throw new Error('The stream ended before that was told.');
        if (event.value.type === type && isIt(event.value.data as never)) return;
      }
    };
    const campaigns = (...ids: string[]) =>
      told('campaigns', (data: { ids: string[] }) => data.ids.sort().join() === ids.sort().join());
    const progressOf = (id: string) => told('progress', ({ campaignId }: Progress) => campaignId === id);

    it('takes in those that are made, and leaves out those that are removed or moved away', async () => {
      await campaigns();
      const first = await desk.campaign();
      await campaigns(first);
      await progressOf(first);
      const second = await desk.campaign();
      await campaigns(first, second);
      await progressOf(second);
      expect((await administrator.send('DELETE', `/api/v1/campaigns/${first}`)).status).toBe(204);
      await campaigns(second);
      await moveAway(second);
      await campaigns();
      const third = await desk.campaign();
      await campaigns(third);
      await progressOf(third);
    });

    it('sees with the next ping what was not changed by this service', async () => {
      const id = await desk.campaign();
      await campaigns(id);
      const groupId = await api.group();
      const database = await openDataSource({ url: api.databaseUrl });
      await database.query('UPDATE campaign SET group_id = $1 WHERE id = $2', [groupId, id]);
      await database.destroy();
      await api.clock.advance(PING_MS);
      await campaigns();
    });
  });

  it('ends with the service, which does not wait for who listens', async () => {
    const stream = await open(`/campaigns/${await desk.campaign()}/live`);
    const progress = reports(stream);
    await progress.next();
    await api.service.stop();
    expect((await progress.next()).done).toBe(true);
  });
});
