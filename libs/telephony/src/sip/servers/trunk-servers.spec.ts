import { ManualClock } from '@marcador/platform/manual-clock.js';
import { silentLog } from '../../log.js';
import type { ServerAddress } from '../location/locate.js';
import type { Hop } from '../transport/hop.js';
import { TrunkServers } from './trunk-servers.js';

const A: ServerAddress = { host: 'a.test' };
const B: ServerAddress = { host: 'b.test' };
const hop = (name: string, host: string): Hop => ({ transport: 'udp', host, port: 5060, name });
const A1 = hop('a.test', '192.0.2.1');
const A2 = hop('a.test', '192.0.2.2');
const B1 = hop('b.test', '192.0.2.3');

let clock: ManualClock;
let servers: TrunkServers;
let found: Map<ServerAddress, readonly Hop[]>;
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
