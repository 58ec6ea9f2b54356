import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  defineDialTarget,
  definitionOf,
  type AgentState,
  type DialTarget,
  type PluginHost,
} from '@marcador/plugin-api';
import { describeDialTarget, NO_ANSWER, type TargetOutside } from '@marcador/plugin-testkit';
import { QueueReports } from '../../../test/support/queue-reports.js';
import plugin from './index.js';
import { OsccTarget } from './oscc-target.js';

/** The server holds requests until the test says so; only pauses after failures pass by themselves. */
const timing = { pollMs: 60_000, answerMs: 10_000, firstPauseMs: 1, longestPauseMs: 5, refusedPauseMs: 5 };
const never = new AbortController().signal;

interface User {
  userId: string;
  name?: string;
  queueIds: string[];
  voiceLoggedOn: boolean;
  routingState: string;
  handlingState: string;
}

interface OsccEvent {
  readonly seq: number;
  readonly user: User;
}

type Body = Record<string, string | number>;

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(`refused with ${code}`);
  }
}

/** A contact center with one session, whose every fault the test makes. */
class FakeOscc {
  readonly users = new Map<string, User>();
  readonly commands: string[] = [];
  readonly names: string[] = [];
  keepAliveSeconds = 3600;
  seq = 0;
  /** Answers each command of this name with this refusal while set. */
  readonly refusals = new Map<string, Refusal>();
  /** Answers everything with this refusal, or with nothing, while set. */
  fault: Refusal | 'silent' | undefined;
  /** Holds back the answer of the next MonitorUsers until it is called. */
  holdSnapshot = false;
  sendSnapshot: () => void = () => {};
  private session: string | undefined;
  private sessions = 0;
  private events: OsccEvent[] = [];
  private readonly held = new Map<ServerResponse, number>();
  private waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('request', (request: AsyncIterable<Buffer> & { url?: string }, response: ServerResponse) => {
      void (async () => {
        let text = '';
        for await (const chunk of request) text += chunk.toString();
        try {
          const answer = this.answer(
            request.url?.replace('/sdk/', '') ?? '',
            JSON.parse(text) as Body,
            response,
          );
          if (answer !== undefined) send(response, 200, answer);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          send(response, error.status, { error: { code: error.code, message: error.message } });
        }
        this.happened();
      })();
    });
  }

  static async start(port = 0): Promise<FakeOscc> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new FakeOscc(server, (server.address() as AddressInfo).port);
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}/sdk`;
  }

  add(userId: string, change: Partial<User> = {}): void {
    const free = { queueIds: ['q1'], voiceLoggedOn: true, routingState: 'AVAILABLE', handlingState: 'IDLE' };
    this.users.set(userId, { userId, ...free, ...change });
  }

  /** A change of a user; `lost` has its number but is never told. */
  change(userId: string, change: Partial<User>, how: { lost?: boolean } = {}): OsccEvent {
    const user = { ...(this.users.get(userId) as User), ...change };
    this.users.set(userId, user);
    const event = { seq: ++this.seq, user };
    if (how.lost !== true) {
      this.events.push(event);
      this.release();
    }
    return event;
  }

  /** Answers what is held, with these events in place of the true ones if given. */
  release(events?: readonly OsccEvent[]): void {
    for (const [response, afterSeq] of this.held) this.tell(response, afterSeq, events);
    this.held.clear();
  }

  expireSession(): void {
    this.session = undefined;
    for (const response of this.held.keys()) {
      send(response, 401, { error: { code: 'SESSION_EXPIRED', message: 'no session' } });
    }
    this.held.clear();
  }

  /** Resolves once the condition holds; looked at after each command. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  polled(): Promise<void> {
    return this.until(() => this.held.size > 0);
  }

  count(command: string): number {
    return this.commands.filter((each) => each === command).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(command: string, body: Body, response: ServerResponse): object | undefined {
    this.commands.push(command);
    if (this.fault === 'silent') return undefined;
    if (this.fault !== undefined) throw this.fault;
    const refusal = this.refusals.get(command);
    if (refusal !== undefined) throw refusal;
    if (command === 'RegisterApplication') {
      this.names.push(String(body['applicationName']));
      return { applicationId: 'app' };
    }
    if (command === 'UnregisterApplication') return {};
    if (command === 'Logon') return this.logOn(body);
    if (body['applicationId'] !== 'app' || body['sessionId'] !== this.session) {
      throw new Refusal(401, 'SESSION_EXPIRED');
    }
    return this.inSession(command, body, response);
  }

  private logOn({ user, password, tenant }: Body): object {
    if (user !== 'dialer' || password !== 'pw' || tenant !== 't1')
      throw new Refusal(401, 'INVALID_CREDENTIALS');
    this.session = `s${++this.sessions}`;
    this.seq = 0;
    this.events = [];
    return { sessionId: this.session, keepAliveSeconds: this.keepAliveSeconds };
  }

  private inSession(command: string, body: Body, response: ServerResponse): object | undefined {
    const queueId = String(body['queueId']);
    switch (command) {
      case 'GetQueues':
        return {
          queues: [
            { queueId: 'q1', name: 'Sales', pilotNumber: '5000' },
            { queueId: 'q2', name: 'Help' },
          ],
        };
      case 'MonitorUsers':
        if (!['q1', 'q2'].includes(queueId)) throw new Refusal(404, 'UNKNOWN_QUEUE');
        return this.snapshot(queueId, response);
      case 'GetEvents':
        return this.poll(Number(body['afterSeq']), response);
      default:
        return {};
    }
  }

  private snapshot(queueId: string, response: ServerResponse): object | undefined {
    const users = [...this.users.values()].filter(({ queueIds }) => queueIds.includes(queueId));
    const answer = { queueId, seq: this.seq, users: structuredClone(users) };
    if (!this.holdSnapshot) return answer;
    this.holdSnapshot = false;
    this.sendSnapshot = () => send(response, 200, answer);
    return undefined;
  }

  private poll(afterSeq: number, response: ServerResponse): undefined {
    if (this.events.some(({ seq }) => seq > afterSeq)) {
      this.tell(response, afterSeq);
      return;
    }
    this.held.set(response, afterSeq);
    response.on('close', () => this.held.delete(response));
  }

  private tell(response: ServerResponse, afterSeq: number, events?: readonly OsccEvent[]): void {
    send(response, 200, {
      events: events ?? this.events.filter(({ seq }) => seq > afterSeq),
      lastSeq: this.seq,
    });
  }

  private happened(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const STATES: Readonly<Record<AgentState, Partial<User>>> = {
  free: { routingState: 'AVAILABLE', handlingState: 'IDLE' },
  talking: { routingState: 'AVAILABLE', handlingState: 'TALKING' },
  wrapUp: { routingState: 'WORK', handlingState: 'IDLE' },
  unavailable: { routingState: 'UNAVAILABLE', handlingState: 'IDLE' },
  unknown: { routingState: 'MEDITATING', handlingState: 'IDLE' },
};

const outside: TargetOutside = {
  queueIds: ['q1', 'q2'],
  faults: ['refuses all', NO_ANSWER],
  async start() {
    const oscc = await FakeOscc.start();
    const releaseWith = (fault: FakeOscc['fault']) => {
      oscc.fault = fault;
      oscc.release();
    };
    return {
      config: { baseUrl: oscc.baseUrl, user: 'dialer', password: 'pw', tenant: 't1' },
      setAgents(agents) {
        for (const userId of oscc.users.keys())
          if (!(userId in agents)) oscc.change(userId, { voiceLoggedOn: false });
        for (const [userId, state] of Object.entries(agents)) {
          if (!oscc.users.has(userId)) oscc.add(userId);
          oscc.change(userId, { queueIds: ['q1', 'q2'], voiceLoggedOn: true, ...STATES[state] });
        }
      },
      fail: (fault) => releaseWith(fault === NO_ANSWER ? 'silent' : new Refusal(503, 'SERVER_DOWN')),
      mend: () => releaseWith(undefined),
      stop: () => oscc.stop(),
    };
  },
};

const definition = definitionOf(plugin)?.definition;

describeDialTarget('OpenScape Contact Center, as a target,', {
  plugin: defineDialTarget({
    ...(definition as NonNullable<typeof definition>),
    create: (config, host) =>
      new OsccTarget(config as ConstructorParameters<typeof OsccTarget>[0], host, timing),
  }),
  outside,
});

describe('OpenScape Contact Center as a dial target', () => {
  let oscc: FakeOscc;
  let target: OsccTarget;
  let recorder: QueueReports;
  let abort: AbortController;
  const host = { instanceId: 'i1', log: { debug() {}, info() {}, warn() {}, error() {} } };
  const config = () => ({ baseUrl: oscc.baseUrl, user: 'dialer', password: 'pw', tenant: 't1' });

  beforeEach(async () => {
    oscc = await FakeOscc.start();
    target = new OsccTarget(config(), host, timing);
    recorder = new QueueReports();
    abort = new AbortController();
  });
  afterEach(async () => {
    await target.close();
    await oscc.stop();
  });

  async function watch(): Promise<void> {
    target.watch('q1', recorder.observer, abort.signal);
    await recorder.next();
    await oscc.polled();
  }

  describe('its queues', () => {
    it('are offered with their pilot numbers where known', async () => {
      await expect(target.queues(never)).resolves.toEqual([
        { id: 'q1', name: 'Sales', pilotNumber: '5000' },
        { id: 'q2', name: 'Help' },
      ]);
    });

    it('are asked of a new session when the former one expired unseen', async () => {
      await target.queues(never);
      oscc.refusals.set('GetQueues', new Refusal(401, 'SESSION_EXPIRED'));
      const queues = target.queues(never);
      await oscc.until(() => oscc.count('GetQueues') === 2);
      oscc.refusals.clear();
      await expect(queues).resolves.toHaveLength(2);
      expect(oscc.count('Logon')).toBe(2);
    });

    it('reject with a sentence when the logon is refused', async () => {
      await target.close();
      target = new OsccTarget({ ...config(), password: 'wrong' }, host, timing);
      await expect(target.queues(never)).rejects.toThrow(/\(Logon\) refuses: .* \(INVALID_CREDENTIALS\)/);
    });

    it('reject when the caller gives up', async () => {
      const gaveUp = new Error('Nobody waits.');
      await expect(target.queues(AbortSignal.abort(gaveUp))).rejects.toThrow('Nobody waits.');
    });
  });

  describe('an agent is free', () => {
    it.each<[string, Partial<User>, boolean]>([
      ['available, idle, logged on, member', {}, true],
      ['not available', { routingState: 'UNAVAILABLE' }, false],
      ['in wrap-up', { routingState: 'WORK' }, false],
      ['being offered a call', { handlingState: 'PENDING' }, false],
      ['talking', { handlingState: 'TALKING' }, false],
      ['voice not logged on', { voiceLoggedOn: false }, false],
      ['in a routing state we do not know', { routingState: 'MEDITATING' }, false],
      ['in a handling state we do not know', { handlingState: 'HUMMING' }, false],
      ['in a state that is no text', { routingState: 7 as unknown as string }, false],
    ])('or not: %s', async (_what, change, free) => {
      oscc.add('u1');
      await watch();
      oscc.change('u1', { queueIds: ['q1', 'q2'], ...change });
      const expected = { free: free ? ['u1'] : [], loggedOn: change.voiceLoggedOn === false ? 0 : 1 };
      await expect(recorder.next()).resolves.toMatchObject(expected);
    });

    it('and the others are told apart by what they do', async () => {
      oscc.add('u1', { handlingState: 'TALKING' });
      oscc.add('u2', { handlingState: 'PENDING', routingState: 'WORK' });
      oscc.add('u3', { routingState: 'WORK' });
      oscc.add('u4', { routingState: 'UNAVAILABLE' });
      oscc.add('u5', { routingState: 'MEDITATING' });
      oscc.add('u6', { routingState: 'WORK', voiceLoggedOn: false });
      target.watch('q1', recorder.observer, abort.signal);
      await expect(recorder.next()).resolves.toEqual({
        free: [],
        loggedOn: 5,
        busy: { talking: 2, wrapUp: 1, unavailable: 1 },
      });
    });

    it('not when free in another queue only', async () => {
      oscc.add('u1', { queueIds: ['q2'] });
      target.watch('q1', recorder.observer, abort.signal);
      await expect(recorder.next()).resolves.toMatchObject({ free: [], loggedOn: 0 });
    });

    it('no more once taken out of the queue', async () => {
      oscc.add('u1', { queueIds: ['q1', 'q2'] });
      await watch();
      oscc.change('u1', { queueIds: ['q2'] });
      await expect(recorder.next()).resolves.toMatchObject({ free: [], loggedOn: 0 });
    });
  });

  it('tells who is logged on to a queue, by name where that is known, without watching it', async () => {
    oscc.add('u1', { name: 'Ana' });
    oscc.add('u2', { handlingState: 'HELD', queueIds: ['q1', 'q2'] });
    oscc.add('u3', { routingState: 'WORK', name: 7 as unknown as string });
    oscc.add('u4', { routingState: 'UNAVAILABLE' });
    oscc.add('u5', { routingState: 'MEDITATING' });
    oscc.add('u6', { voiceLoggedOn: false });
    oscc.add('u7', { queueIds: ['q2'] });
    await expect(target.agents('q1', never)).resolves.toEqual([
      { id: 'u1', name: 'Ana', state: 'free' },
      { id: 'u2', state: 'talking' },
      { id: 'u3', state: 'wrapUp' },
      { id: 'u4', state: 'unavailable' },
      { id: 'u5', state: 'unknown' },
    ]);
    await expect(target.agents('q9', never)).rejects.toThrow('UNKNOWN_QUEUE');
  });

  it('serves all queues, with the same agent in several, from one session', async () => {
    oscc.add('u1', { queueIds: ['q1', 'q2'] });
    await watch();
    const other = new QueueReports();
    target.watch('q2', other.observer, abort.signal);
    await expect(other.next()).resolves.toMatchObject({ free: ['u1'], loggedOn: 1 });
    oscc.change('u1', { handlingState: 'TALKING' });
    await expect(recorder.next()).resolves.toMatchObject({ free: [], loggedOn: 1 });
    await expect(other.next()).resolves.toMatchObject({ free: [], loggedOn: 1 });
    expect(oscc.count('Logon')).toBe(1);
  });

  it('keeps 400 agents apart', async () => {
    for (let number = 0; number < 400; number++) oscc.add(`u${number}`);
    await watch();
    oscc.change('u123', { handlingState: 'PENDING' });
    const { free, loggedOn } = await recorder.nextSnapshot();
    expect(loggedOn).toBe(400);
    expect(free).toHaveLength(399);
    expect(free).not.toContain('u123');
  });

  it('says nothing about changes that concern none of its queues', async () => {
    await watch();
    oscc.add('u9', { queueIds: ['q7'] });
    oscc.change('u9', { handlingState: 'TALKING' });
    await oscc.polled();
    expect(recorder.reports).toEqual([]);
  });

  it('does not lose an event that overtakes the snapshot', async () => {
    oscc.add('u1');
    await watch();
    oscc.add('u2', { queueIds: ['q2'] });
    oscc.holdSnapshot = true;
    const other = new QueueReports();
    target.watch('q2', other.observer, abort.signal);
    await oscc.until(() => oscc.count('MonitorUsers') === 2);
    oscc.change('u2', { handlingState: 'TALKING' });
    await oscc.until(() => oscc.count('GetEvents') === 2);
    await oscc.polled();
    oscc.sendSnapshot();
    await expect(other.next()).resolves.toMatchObject({ free: [], loggedOn: 1 });
  });

  it('asks for the users again when an event was lost, and begins no call meanwhile', async () => {
    oscc.add('u1');
    await watch();
    oscc.change('u1', { handlingState: 'TALKING' }, { lost: true });
    oscc.release();
    await expect(recorder.next()).resolves.toMatch(/were lost/);
    await expect(recorder.next()).resolves.toMatchObject({ free: [], loggedOn: 1 });
    expect(oscc.count('Logon')).toBe(1);
  });

  it('goes on in sequence after a loss', async () => {
    oscc.add('u1');
    await watch();
    oscc.change('u1', { handlingState: 'TALKING' }, { lost: true });
    oscc.release();
    await recorder.nextSnapshot();
    await oscc.polled();
    oscc.change('u1', { handlingState: 'IDLE' });
    await expect(recorder.next()).resolves.toMatchObject({ free: ['u1'], loggedOn: 1 });
    expect(oscc.count('MonitorUsers')).toBe(2);
  });

  it('ignores an event that comes twice', async () => {
    oscc.add('u1');
    await watch();
    const event = oscc.change('u1', { handlingState: 'TALKING' });
    await recorder.next();
    await oscc.polled();
    oscc.release([{ ...event, user: { ...event.user, handlingState: 'IDLE' } }]);
    await oscc.until(() => oscc.count('GetEvents') === 3);
    expect(recorder.reports).toEqual([]);
    expect(oscc.count('MonitorUsers')).toBe(1);
  });

  it('puts exchanged events of one answer in order', async () => {
    oscc.add('u1');
    await watch();
    const user = oscc.users.get('u1') as User;
    oscc.seq = 2;
    oscc.release([
      { seq: 2, user },
      { seq: 1, user: { ...user, handlingState: 'TALKING' } },
    ]);
    await expect(recorder.next()).resolves.toMatchObject({ free: ['u1'], loggedOn: 1 });
    expect(oscc.count('MonitorUsers')).toBe(1);
  });

  it('logs on again when the session expires, and begins no call meanwhile', async () => {
    oscc.add('u1');
    await watch();
    oscc.expireSession();
    await expect(recorder.next()).resolves.toMatch(/SESSION_EXPIRED/);
    await expect(recorder.next()).resolves.toMatchObject({ free: ['u1'], loggedOn: 1 });
    expect(oscc.count('Logon')).toBe(2);
  });

  it('keeps the session alive, and notices by that too when it has expired', async () => {
    oscc.keepAliveSeconds = 0.003;
    oscc.add('u1');
    await watch();
    await oscc.until(() => oscc.count('KeepAlive') >= 3);
    expect(oscc.count('Logon')).toBe(1);
    oscc.refusals.set('KeepAlive', new Refusal(401, 'SESSION_EXPIRED'));
    await expect(recorder.next()).resolves.toMatch(/\(KeepAlive\) refuses/);
    oscc.refusals.clear();
    await expect(recorder.nextSnapshot()).resolves.toMatchObject({ free: ['u1'], loggedOn: 1 });
  });

  it('tries again by itself while the user is logged on elsewhere', async () => {
    oscc.refusals.set('Logon', new Refusal(409, 'DUPLICATE_LOGON'));
    target.watch('q1', recorder.observer, abort.signal);
    await expect(recorder.next()).resolves.toMatch(/DUPLICATE_LOGON/);
    await expect(recorder.next()).resolves.toMatch(/DUPLICATE_LOGON/);
    oscc.refusals.clear();
    await expect(recorder.nextSnapshot()).resolves.toMatchObject({ free: [], loggedOn: 0 });
  });

  it('is unreachable when the connection breaks, and finds a server that was started again', async () => {
    await watch();
    const { port } = oscc;
    await oscc.stop();
    await expect(recorder.next()).resolves.toMatch(/cannot be reached/);
    oscc = await FakeOscc.start(port);
    oscc.add('u7');
    await expect(recorder.nextSnapshot()).resolves.toMatchObject({ free: ['u7'], loggedOn: 1 });
  });

  it('reports to who begins to watch while the server is away', async () => {
    oscc.refusals.set('RegisterApplication', new Refusal(503, 'SERVER_DOWN'));
    target.watch('q1', recorder.observer, abort.signal);
    await recorder.next();
    const late = new QueueReports();
    target.watch('q2', late.observer, abort.signal);
    await expect(late.next()).resolves.toMatch(/SERVER_DOWN/);
    oscc.refusals.clear();
    await expect(late.nextSnapshot()).resolves.toMatchObject({ free: [], loggedOn: 0 });
  });

  it('reports an unknown queue as unreachable, leaves the others alone, and finds it once it is there', async () => {
    oscc.refusals.set('MonitorUsers', new Refusal(404, 'UNKNOWN_QUEUE'));
    target.watch('q2', recorder.observer, abort.signal);
    await expect(recorder.next()).resolves.toMatch(/has no queue "q2": choose another one/);
    oscc.refusals.clear();
    await expect(recorder.nextSnapshot()).resolves.toMatchObject({ free: [], loggedOn: 0 });
    expect(oscc.count('Logon')).toBe(1);
  });

  it('takes an answer that does not fit the contract for a failure, not for a state', async () => {
    oscc.refusals.set('MonitorUsers', new Refusal(200, 'odd'));
    target.watch('q1', recorder.observer, abort.signal);
    await expect(recorder.next()).resolves.toMatch(/\(MonitorUsers\) answered with something other/);
  });

  it('reports nothing once the watch has ended', async () => {
    oscc.add('u1');
    await watch();
    abort.abort();
    oscc.change('u1', { handlingState: 'TALKING' });
    await oscc.until(() => oscc.count('GetEvents') === 2);
    expect(recorder.reports).toEqual([]);
  });

  it('logs off when it is closed, and reports nothing any more', async () => {
    await watch();
    await target.close();
    expect(oscc.count('UnregisterApplication')).toBe(1);
    expect(recorder.reports).toEqual([]);
  });

  it('registers under a name that is the same after a restart', async () => {
    await target.queues(never);
    expect(oscc.names).toEqual(['marcador-i1']);
  });

  it('says as health how many queues there are', async () => {
    await expect(target.health(never)).resolves.toMatchObject({
      healthy: true,
      message: expect.stringContaining('Queues: 2.') as string,
    });
  });

  it('is made of its configuration', async () => {
    const made = definition?.create(
      definition.config.parse(config()),
      host as unknown as PluginHost,
    ) as DialTarget;
    await expect(made.queues(never)).resolves.toHaveLength(2);
    await made.close?.();
    expect(definition?.config.safeParse({ ...config(), baseUrl: 'oscc' }).success).toBe(false);
  });
});
