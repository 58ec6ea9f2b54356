import { ManualClock } from '@marcador/platform/manual-clock.js';
import { silentLog } from '../../log.js';
import type { LocatedHop, ServerAddress } from '../location/locate.js';
import { TrunkServers } from './trunk-servers.js';

const A: ServerAddress = { host: 'a.test' };
const B: ServerAddress = { host: 'b.test' };
const hop = (name: string, host: string, preference = 0): LocatedHop => ({
  transport: 'udp',
  host,
  port: 5060,
  name,
  preference,
});
const A1 = hop('a.test', '192.0.2.1', 1);
const A2 = hop('a.test', '192.0.2.2', 2);
const B1 = hop('b.test', '192.0.2.3');

let clock: ManualClock;
let servers: TrunkServers;
let found: Map<ServerAddress, readonly LocatedHop[]>;
let probed: string[];
let alive: Set<string>;
let moves: number;
let losses: number;

beforeEach(() => {
  clock = new ManualClock('2026-01-01T00:00:00Z');
  found = new Map([
    [A, [A1, A2]],
    [B, [B1]],
  ]);
  probed = [];
  alive = new Set();
  moves = losses = 0;
  servers = new TrunkServers({
    servers: [A, B],
    transport: 'udp',
    locate: (server) => {
      const hops = found.get(server);
      return hops === undefined
        ? Promise.reject(new Error(`${server.host} is nowhere`))
        : Promise.resolve(hops);
    },
    probe: ({ host }) => {
      probed.push(host);
      return alive.has(host) ? Promise.resolve() : Promise.reject(new Error('dead'));
    },
    clock,
    log: silentLog,
    onMove: () => moves++,
    onLost: () => losses++,
  });
});

afterEach(() => {
  servers.close();
  expect(clock.timers).toBe(0);
});

const order = async (scope: 'any-server' | 'server-in-use' = 'any-server') =>
  (await servers.hops(scope)).map(({ host }) => host);

describe('the servers of a trunk', () => {
  it('are tried in their order, those of one name first; a call only those of the name in use', async () => {
    expect(await order()).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
    expect(await order('server-in-use')).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('give way to the next when held back, and the trunk is told to move', async () => {
    await order();
    servers.failed(A1, 'no-answer');
    expect(await order()).toEqual(['192.0.2.2', '192.0.2.3', '192.0.2.1']);
    expect([moves, servers.current]).toEqual([1, A2]);
    expect(servers.states()).toMatchObject([
      {
        server: 'a.test',
        address: '192.0.2.1:5060',
        inUse: false,
        heldBack: { reason: 'no-answer', until: new Date('2026-01-01T00:00:30Z') },
      },
      { server: 'a.test', inUse: true },
      { server: 'b.test', inUse: false },
    ]);
  });

  it('have something better for what failed, a call only within the name in use', async () => {
    await order();
    servers.failed(A1, 'overloaded');
    expect([servers.hasBetter(A1, 'server-in-use'), servers.hasBetter(A2, 'any-server')]).toEqual([
      true,
      false,
    ]);
    servers.failed(A2, 'overloaded');
    expect([servers.hasBetter(A2, 'server-in-use'), servers.hasBetter(A2, 'any-server')]).toEqual([
      false,
      true,
    ]);
    servers.failed(B1, 'overloaded');
    expect(servers.hasBetter(B1, 'any-server')).toBe(false);
  });

  it('come back in their order once they answer a probe, asked less and less often until then', async () => {
    await order();
    servers.failed(A1, 'no-answer');
    await clock.advance(30_000);
    expect([probed, moves]).toEqual([['192.0.2.1'], 1]);
    await clock.advance(59_000);
    expect(probed).toHaveLength(1);
    alive.add('192.0.2.1');
    await clock.advance(1000);
    expect([probed.length, moves, servers.current]).toEqual([2, 2, A1]);
  });

  it('are left alone for as long as they ask for, whatever they answer meanwhile', async () => {
    await order();
    alive.add('192.0.2.1');
    servers.failed(A1, 'overloaded', 120_000);
    servers.answered(A1);
    await clock.advance(119_000);
    expect([probed, servers.current]).toEqual([[], A2]);
    await clock.advance(1000);
    expect([probed, servers.current]).toEqual([['192.0.2.1'], A1]);
  });

  it('are used again at once when one that seemed dead answers a request', async () => {
    await order();
    servers.failed(A1, 'unreachable');
    servers.answered(A1);
    expect([servers.current, moves]).toEqual([A1, 2]);
  });

  it('do not take turns when all of them are held back', async () => {
    await order();
    for (const each of [A1, A2, B1]) servers.failed(each, 'no-answer');
    expect([servers.current, moves]).toEqual([B1, 2]);
    expect(await order()).toEqual(['192.0.2.3', '192.0.2.1', '192.0.2.2']);
    await clock.advance(29_000);
    servers.failed(B1, 'no-answer');
    alive.add('192.0.2.3');
    await clock.advance(1000);
    expect([servers.current, moves]).toEqual([B1, 2]);
  });

  it('stay where they are while DNS has none that is better, whatever order it gives them in', async () => {
    const twins = [hop('a.test', '192.0.2.1', 1), hop('a.test', '192.0.2.2', 1)];
    found.set(A, twins);
    await order();
    for (let turn = 0; turn < 4; turn++) {
      found.set(A, [...twins.reverse()]);
      await clock.advance(31_000);
      await order();
      await clock.advance(0);
    }
    expect([moves, servers.current]).toEqual([0, twins[0]]);
    // One that is back is no better than the other, which has all registrations.
    servers.failed(A1, 'no-answer');
    alive.add('192.0.2.1');
    await clock.advance(30_000);
    expect([moves, servers.current?.host]).toEqual([1, '192.0.2.2']);
    found.set(A, [hop('a.test', '192.0.2.9', 1), A2]);
    await clock.advance(31_000);
    await order();
    await clock.advance(0);
    expect([moves, servers.current?.host]).toEqual([2, '192.0.2.9']);
  });

  it('are not held back for a callee, nor for calls that are refused now and then', async () => {
    await order();
    for (let call = 0; call < 50; call++) {
      servers.unavailable(A1, { of: 'call' });
      for (let refusal = 0; refusal < 9; refusal++)
        servers.unavailable(A1, { of: 'either', branch: `${call}-${refusal}` });
      servers.tookCall(A1);
    }
    // The same refusal, sent again and again.
    for (let sent = 0; sent < 20; sent++) servers.unavailable(A1, { of: 'either', branch: 'one' });
    expect([moves, servers.current]).toEqual([0, A1]);
  });

  it('are held back for ten calls refused in a row, whatever else they answer', async () => {
    await order();
    for (let call = 0; call < 10; call++) {
      servers.unavailable(A1, { of: 'either', branch: `${call}` });
      servers.answered(A1);
    }
    expect([moves, servers.current]).toEqual([1, A2]);
    expect(servers.states()[0]).toMatchObject({ heldBack: { reason: 'overloaded' } });
  });

  it('are held back at once where a 503 is theirs, for as long as it says', async () => {
    await order();
    servers.unavailable(A1, { of: 'server', retryAfterMs: 90_000 });
    servers.unavailable(A2, { of: 'server' });
    expect(servers.states()).toMatchObject([
      { heldBack: { until: new Date('2026-01-01T00:01:30Z') } },
      { heldBack: { until: new Date('2026-01-01T00:00:30Z') } },
      { inUse: true },
    ]);
  });

  it('are held back for longer where they answer probes and then fail again, until they have worked for a while', async () => {
    await order();
    alive.add('192.0.2.1');
    const heldMs: number[] = [];
    const holdFor = async (ms: number) => {
      const start = clock.now().getTime();
      servers.failed(A1, 'overloaded');
      const [state] = servers.states();
      heldMs.push((state?.heldBack?.until.getTime() ?? 0) - start);
      await clock.advance(ms);
    };
    for (const ms of [40_000, 70_000, 130_000 + 120_000, 30_000]) await holdFor(ms);
    expect(heldMs).toEqual([30_000, 60_000, 120_000, 30_000]);
  });

  it('stay where they were while DNS cannot find them, and move when it finds them elsewhere', async () => {
    await order();
    found.delete(A);
    await clock.advance(31_000);
    await order();
    await clock.advance(0);
    expect([servers.current, moves]).toEqual([A1, 0]);
    const moved = hop('a.test', '192.0.2.9');
    found.set(A, [moved]);
    await clock.advance(2000);
    await order();
    await clock.advance(0);
    expect([servers.current, moves]).toEqual([moved, 1]);
  });

  it('say why none of them can be found', async () => {
    found.clear();
    await expect(servers.hops('any-server')).rejects.toThrow('a.test is nowhere; b.test is nowhere');
    expect(servers.states()).toMatchObject([
      { server: 'a.test', inUse: false, problem: 'a.test is nowhere' },
      {},
    ]);
  });

  it('tell the trunk when the connection to the one in use is lost, and only then', async () => {
    await order();
    servers.lost(B1);
    expect(losses).toBe(0);
    servers.lost(A1);
    expect(losses).toBe(1);
  });
});
