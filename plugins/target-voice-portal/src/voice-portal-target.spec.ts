import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineDialTarget, definitionOf, type DialTarget, type PluginHost } from '@marcador/plugin-api';
import { describeDialTarget, NO_ANSWER, type Agents, type TargetOutside } from '@marcador/plugin-testkit';
import { QueueReports } from '../../../test/support/queue-reports.js';
import plugin from './index.js';
import { VoicePortalTarget } from './voice-portal-target.js';

/** The server holds requests until the test says so; only pauses after failures pass by themselves. */
const timing = { pollMs: 60_000, answerMs: 10_000, firstPauseMs: 1, longestPauseMs: 5 };

interface PortalEvent {
  readonly seq: number;
  readonly channelId: string;
  readonly state: string;
}

/** A portal with two services on the same channels, whose every fault the test makes. */
class FakePortal {
  epoch = 'e1';
  seq = 0;
  readonly channels = new Map<string, string>();
  /** Answers everything with this status while set. */
  failWith: number | undefined;
  /** Answers nothing while set. */
  isSilent = false;
  snapshots = 0;
  private events: PortalEvent[] = [];
  private readonly held = new Map<ServerResponse, number>();
  private readonly waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('request', (request: { url?: string }, response: ServerResponse) =>
      this.answer(new URL(request.url ?? '/', 'http://portal'), response),
    );
  }

  static async start(port = 0): Promise<FakePortal> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new FakePortal(server, (server.address() as AddressInfo).port);
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}/api`;
  }

  /** A change of state; `lost` has its number but is never told. */
  change(channelId: string, state: string, how: { lost?: boolean } = {}): PortalEvent {
    this.channels.set(channelId, state);
    const event = { seq: ++this.seq, channelId, state };
    if (how.lost !== true) {
      this.events.push(event);
      this.release();
    }
    return event;
  }

  /** Answers what is held, with these events in place of the true ones if given. */
  release(events?: readonly PortalEvent[]): void {
    for (const [response, afterSeq] of this.held) this.tell(response, afterSeq, events);
    this.held.clear();
  }

  /** Resolves when the plugin waits for events. */
  async polled(): Promise<void> {
    while (this.held.size === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  restart(): void {
    this.epoch = 'e2';
    this.seq = 0;
    this.events = [];
    this.release();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer({ pathname, searchParams }: URL, response: ServerResponse): void {
    if (this.isSilent) return;
    if (this.failWith !== undefined) {
      return send(response, this.failWith, { error: { code: 'SERVER_DOWN', message: 'The portal is down' } });
    }
    switch (pathname) {
      case '/api/services':
        return send(response, 200, {
          services: [
            { serviceId: 'survey', name: 'Survey', pilotNumber: '6000' },
            { serviceId: 'hotline', name: 'Hotline' },
          ],
        });
      case '/api/services/survey/channels':
      case '/api/services/hotline/channels':
        this.snapshots++;
        return send(response, 200, {
          epoch: this.epoch,
          seq: this.seq,
          channels: [...this.channels].map(([channelId, state]) => ({ channelId, state })),
        });
      case '/api/services/survey/events':
      case '/api/services/hotline/events':
        return this.poll(Number(searchParams.get('afterSeq')), response);
      default:
        return send(response, 404, { error: { code: 'UNKNOWN_SERVICE', message: 'No such service' } });
    }
  }

  private poll(afterSeq: number, response: ServerResponse): void {
    if (this.events.some(({ seq }) => seq > afterSeq)) return this.tell(response, afterSeq);
    this.held.set(response, afterSeq);
    response.on('close', () => this.held.delete(response));
    for (const wake of this.waiting.splice(0)) wake();
  }

  private tell(response: ServerResponse, afterSeq: number, events?: readonly PortalEvent[]): void {
    send(response, 200, {
      epoch: this.epoch,
      events: events ?? this.events.filter(({ seq }) => seq > afterSeq),
      lastSeq: this.seq,
    });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A channel knows fewer states than an agent. */
const CHANNEL_STATES = {
  free: 'IDLE',
  talking: 'BUSY',
  wrapUp: 'BUSY',
  unavailable: 'BUSY',
  unknown: 'DREAMING',
} as const;

const outside: TargetOutside = {
  queueIds: ['survey', 'hotline'],
  faults: ['status 503', NO_ANSWER],
  async start() {
    const portal = await FakePortal.start();
    return {
      config: { baseUrl: portal.baseUrl },
      setAgents: (agents: Agents) => {
        for (const channelId of portal.channels.keys())
          if (!(channelId in agents)) portal.change(channelId, 'OUT_OF_SERVICE');
        for (const [channelId, state] of Object.entries(agents))
          portal.change(channelId, CHANNEL_STATES[state]);
      },
      fail(fault) {
        portal.isSilent = fault === NO_ANSWER;
        portal.failWith = fault === NO_ANSWER ? undefined : 503;
        portal.release();
      },
      mend() {
        portal.isSilent = false;
        portal.failWith = undefined;
      },
      stop: () => portal.stop(),
    };
  },
};

const definition = definitionOf(plugin)?.definition;

describeDialTarget('the Voice Portal, as a target,', {
  plugin: defineDialTarget({
    ...(definition as NonNullable<typeof definition>),
    create: (config) => new VoicePortalTarget(config as { baseUrl: string }, timing),
  }),
  outside,
  refused: [{ baseUrl: 'ftp://portal' }],
});

describe('the Voice Portal as a dial target', () => {
  let portal: FakePortal;
  let target: VoicePortalTarget;
  let recorder: QueueReports;
  let abort: AbortController;

  beforeEach(async () => {
    portal = await FakePortal.start();
    portal.channels.set('c1', 'IDLE').set('c2', 'BUSY');
    target = new VoicePortalTarget({ baseUrl: portal.baseUrl }, timing);
    recorder = new QueueReports();
    abort = new AbortController();
  });
  afterEach(async () => {
    await target.close();
    await portal.stop();
  });

  async function watch(): Promise<void> {
    target.watch('survey', recorder.observer, abort.signal);
    await recorder.next();
    await portal.polled();
  }

  it('offers the services as queues', async () => {
    await expect(target.queues(abort.signal)).resolves.toEqual([
      { id: 'survey', name: 'Survey', pilotNumber: '6000' },
      { id: 'hotline', name: 'Hotline' },
    ]);
  });

  it('reports the idle channels as free, and all that are in service as logged on', async () => {
    portal.channels.set('c3', 'OUT_OF_SERVICE');
    target.watch('survey', recorder.observer, abort.signal);
    await expect(recorder.next()).resolves.toEqual({ free: ['c1'], loggedOn: 2 });
  });

  it('tells the channels in service, and what they do', async () => {
    portal.channels.set('c3', 'OUT_OF_SERVICE').set('c4', 'DREAMING');
    await expect(target.agents('survey', abort.signal)).resolves.toEqual([
      { id: 'c1', state: 'free' },
      { id: 'c2', state: 'talking' },
      { id: 'c4', state: 'unknown' },
    ]);
  });

  it('reports each change as it comes', async () => {
    await watch();
    portal.change('c2', 'IDLE');
    await expect(recorder.next()).resolves.toEqual({ free: ['c1', 'c2'], loggedOn: 2 });
    portal.change('c1', 'OUT_OF_SERVICE');
    await expect(recorder.next()).resolves.toEqual({ free: ['c2'], loggedOn: 1 });
    portal.change('c9', 'IDLE');
    await expect(recorder.next()).resolves.toEqual({ free: ['c2', 'c9'], loggedOn: 2 });
    expect(portal.snapshots).toBe(1);
  });

  it('takes a channel in a state it does not know for not free', async () => {
    await watch();
    portal.change('c1', 'DREAMING');
    await expect(recorder.next()).resolves.toEqual({ free: [], loggedOn: 2 });
  });

  it('says nothing of answers without events', async () => {
    await watch();
    portal.release();
    await portal.polled();
    expect(recorder.reports).toEqual([]);
  });

  it('reads the channels again when an event was lost, and begins no call meanwhile', async () => {
    await watch();
    portal.change('c1', 'BUSY', { lost: true });
    portal.release();
    await expect(recorder.next()).resolves.toMatch(/were lost/);
    await expect(recorder.next()).resolves.toEqual({ free: [], loggedOn: 2 });
    expect(portal.snapshots).toBe(2);
  });

  it('ignores an event that comes twice', async () => {
    await watch();
    const event = portal.change('c1', 'BUSY');
    await recorder.next();
    await portal.polled();
    portal.channels.set('c1', 'IDLE');
    portal.release([event]);
    await portal.polled();
    expect(recorder.reports).toEqual([]);
    expect(portal.snapshots).toBe(1);
  });

  it('puts exchanged events of one answer in order', async () => {
    await watch();
    portal.seq = 2;
    portal.release([
      { seq: 2, channelId: 'c1', state: 'IDLE' },
      { seq: 1, channelId: 'c1', state: 'BUSY' },
    ]);
    await expect(recorder.next()).resolves.toEqual({ free: ['c1'], loggedOn: 2 });
    expect(portal.snapshots).toBe(1);
  });

  it('reads the channels again when the portal began anew', async () => {
    await watch();
    portal.channels.clear();
    portal.restart();
    await expect(recorder.next()).resolves.toMatch(/were lost/);
    await expect(recorder.next()).resolves.toEqual({ free: [], loggedOn: 0 });
  });

  it('is unreachable while the portal fails, and comes back by itself', async () => {
    await watch();
    portal.failWith = 503;
    portal.change('c1', 'BUSY');
    await recorder.next();
    await expect(recorder.next()).resolves.toMatch(/refuses: The portal is down \(SERVER_DOWN\)/);
    portal.failWith = undefined;
    await expect(recorder.nextSnapshot()).resolves.toEqual({ free: [], loggedOn: 2 });
  });

  it('is unreachable when the connection breaks, and finds a portal that was started again', async () => {
    await watch();
    const { port } = portal;
    await portal.stop();
    await expect(recorder.next()).resolves.toMatch(/cannot be reached/);
    portal = await FakePortal.start(port);
    portal.channels.set('c7', 'IDLE');
    await expect(recorder.nextSnapshot()).resolves.toEqual({ free: ['c7'], loggedOn: 1 });
  });

  it('reports an unknown service as unreachable', async () => {
    target.watch('gone', recorder.observer, abort.signal);
    await expect(recorder.next()).resolves.toMatch(/has no queue "gone": choose another one/);
  });

  it('reports nothing once the watch has ended', async () => {
    await watch();
    abort.abort();
    portal.change('c2', 'IDLE');
    await expect(target.queues(new AbortController().signal)).resolves.toHaveLength(2);
    expect(recorder.reports).toEqual([]);
  });

  it('says as health how many services there are, or why it cannot', async () => {
    await expect(target.health(abort.signal)).resolves.toMatchObject({
      healthy: true,
      message: expect.stringContaining('Queues: 2.') as string,
    });
    portal.failWith = 503;
    await expect(target.health(abort.signal)).rejects.toThrow('SERVER_DOWN');
  });

  it('rejects when the caller gives up', async () => {
    await expect(target.queues(AbortSignal.abort(new Error('Nobody waits.')))).rejects.toThrow(
      'Nobody waits.',
    );
  });

  it('is made of its configuration', async () => {
    const config = definition?.config.parse({ baseUrl: portal.baseUrl }) as Record<string, unknown>;
    const made = definition?.create(config, {} as PluginHost) as DialTarget;
    await expect(made.queues(abort.signal)).resolves.toHaveLength(2);
    await made.close?.();
  });
});
