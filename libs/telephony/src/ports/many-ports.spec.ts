import { ManualClock } from '@marcador/platform/manual-clock.js';
import { RegisterTimes } from '../../../../test/peers/support/register-times.js';
import { TcpRegistrar } from '../../../../test/peers/support/tcp-registrar.js';
import { trunkTo } from '../../../../test/peers/support/trunk-to.js';
import { WirePeer, type WireMessage } from '../../../../test/peers/support/wire-peer.js';
import { inThread } from '../../../../test/support/in-thread-media.js';
import { inTime } from '../../../../test/support/in-time.js';
import { silentLog } from '../log.js';
import { startTelephony, type Telephony } from '../telephony.js';
import type { TrunkOptions } from '../telephony-options.js';

const PORTS = 200;
const SPACING_MS = 20;

let clock: ManualClock;
let times: RegisterTimes;
let random: () => number;
let telephony: Telephony;
let stop: () => Promise<void>;

beforeEach(() => {
  clock = new ManualClock('2026-01-01T00:00:00Z');
  times = new RegisterTimes(clock);
  random = () => 0.5;
});

afterEach(async () => {
  let isClosed = false;
  void telephony.close().then(() => (isClosed = true));
  await inTime(clock, () => isClosed, 1000);
  await stop();
});

async function start(port: number, change: Partial<TrunkOptions> = {}): Promise<void> {
  const ports = Array.from({ length: PORTS }, (_, n) => ({ user: `p${n}`, password: 'secret' }));
  const options = { ports, registrationExpirySeconds: 600, registrationsPerSecond: 1000 / SPACING_MS };
  telephony = await startTelephony(
    {
      bind: { address: '127.0.0.1', port: 0 },
      rtpPorts: { min: 0, max: 0 },
      trunks: [trunkTo(port, { ...options, ...change })],
    },
    { clock, log: silentLog, random: () => random(), media: inThread },
  );
}

/** A registrar over UDP that says what a test wants, once to each REGISTER. */
async function registrar(answer: (peer: WirePeer, request: WireMessage) => void): Promise<WirePeer> {
  const peer = await WirePeer.open();
  peer.always('REGISTER', (request) => {
    times.note(request.header('call-id'), request.header('cseq'));
    answer(peer, request);
  });
  stop = () => peer.close();
  return peer;
}

const grant = (peer: WirePeer, request: WireMessage, expires?: number) =>
  peer.reply(request, '200 OK', { headers: expires === undefined ? [] : [`Expires: ${expires}`] });
const registered = () => telephony.pool.trunks()[0]?.registered;
const states = (registration: string) =>
  telephony.pool.states().filter((port) => port.registration === registration).length;
const now = () => clock.now().getTime();

describe('two hundred ports', () => {
  it('register one after the other, and renew it one after the other where they would all do so at once', async () => {
    const peer = await registrar(grant);
    const begin = now();
    await start(peer.port);
    await inTime(clock, () => registered() === PORTS, SPACING_MS);
    expect([times.count, times.tooEarly(begin, SPACING_MS)]).toEqual([PORTS, undefined]);
    // With these, the last port is due when the first one is.
    const due = begin + 600_000 * 0.7;
    times.restart();
    await clock.advance(due - 1 - now());
    expect(times.count).toBe(0);
    await inTime(clock, () => times.count === PORTS, SPACING_MS);
    expect(times.tooEarly(due, SPACING_MS)).toBeUndefined();
    expect(registered()).toBe(PORTS);
  });

  it.each([
    ['a shorter time than we asked for', 100, 60_000, 200_000],
    ['no time, which is the one we asked for', undefined, 360_000, 1_000_000],
    ['a longer time, which is more than we rely on', 4_294_967_295, 360_000, 1_000_000],
  ])(
    'are renewed when 60 to 80 percent of what was granted are over: %s',
    async (_, expires, earliest, farTooLate) => {
      const peer = await registrar((to, request) => grant(to, request, expires));
      const begin = now();
      let turn = 0;
      random = () => (turn++ % PORTS) / PORTS;
      await start(peer.port);
      await inTime(clock, () => registered() === PORTS, SPACING_MS);
      times.restart();
      await clock.advance(begin + earliest - 1 - now());
      expect(times.count).toBe(0);
      await inTime(clock, () => times.count >= PORTS, 1000);
      expect(times.tooEarly(begin + earliest, SPACING_MS)).toBeUndefined();
      expect(now() - begin).toBeLessThan(farTooLate);
      expect(registered()).toBe(PORTS);
    },
  );

  it('whose time is too short ask for the registrar’s at once, and no more where that is too short again', async () => {
    const asked = new Map<string, number>();
    const peer = await registrar((to, request) => {
      const expires = Number(request.header('expires'));
      asked.set(request.header('call-id') ?? '', expires);
      to.reply(request, '423 Interval Too Brief', { headers: [`Min-Expires: ${expires + 1}`] });
    });
    await start(peer.port);
    await inTime(clock, () => states('failed') === PORTS, SPACING_MS);
    expect([times.count, new Set(asked.values())]).toEqual([2 * PORTS, new Set([601])]);
    expect(telephony.pool.hindrances).toMatchObject([{ refused: [{ sipCode: 423, ports: PORTS }] }]);
  });

  it('that are refused say so in one hindrance, and ask again after 30 s in their turn', async () => {
    const peer = await registrar((to, request) =>
      to.reply(request, request.header('from')?.includes('p7@') ? '404 Not Found' : '403 Forbidden'),
    );
    const begin = now();
    await start(peer.port);
    await inTime(clock, () => states('failed') === PORTS, SPACING_MS);
    expect(telephony.pool.acquire()).toBeUndefined();
    expect(telephony.pool.hindrances).toMatchObject([
      {
        kind: 'no-port-registered',
        ports: PORTS,
        refused: [
          { sipCode: 403, ports: PORTS - 1 },
          { sipCode: 404, ports: 1, port: 'p7' },
        ],
      },
    ]);
    times.restart();
    await inTime(clock, () => times.count === PORTS, 100);
    expect(times.tooEarly(begin + 30_000, SPACING_MS)).toBeUndefined();
  });

  it('leave a registrar alone for as long as one of them is told to', async () => {
    let isOverloaded = true;
    const peer = await registrar((to, request) => {
      if (isOverloaded) to.reply(request, '503 Service Unavailable', { headers: ['Retry-After: 120'] });
      else grant(to, request);
    });
    const begin = now();
    await start(peer.port);
    await inTime(clock, () => states('failed') > 0, 1);
    const { count } = times;
    isOverloaded = false;
    times.restart();
    // What had left before the answer was there.
    await clock.advance(begin + 119_000 - now());
    expect(times.count).toBeLessThan(PORTS - count);
    times.restart();
    await inTime(clock, () => registered() === PORTS, 100);
    expect(times.tooEarly(begin + 119_000, SPACING_MS)).toBeUndefined();
  });

  it('whose renewal gets no answer take no call from the end of what was granted', async () => {
    const peer = await registrar(grant);
    const begin = now();
    await start(peer.port, { registrationExpirySeconds: 60 });
    await inTime(clock, () => registered() === PORTS, SPACING_MS);
    peer.always('REGISTER', () => {});
    const granted = clock.now();
    await inTime(clock, () => registered() === 0, 100);
    expect(now()).toBeLessThan(granted.getTime() + 61_000);
    expect(now()).toBeGreaterThanOrEqual(begin + 60_000);
    expect(telephony.pool.acquire()).toBeUndefined();
    peer.always('REGISTER', (request) => grant(peer, request));
    await inTime(clock, () => registered() === PORTS, 100);
    expect(telephony.pool.idle).toBe(PORTS);
  });

  it('whose registrar is killed take no call, and register one after the other once it is back', async () => {
    let tcp = await TcpRegistrar.start(times);
    stop = () => tcp.kill();
    await start(tcp.port, { transport: 'tcp' });
    await inTime(clock, () => registered() === PORTS, SPACING_MS);
    expect(tcp.connections).toBe(1);
    await tcp.kill();
    await inTime(clock, () => registered() === 0, SPACING_MS);
    expect(telephony.pool.acquire()).toBeUndefined();
    // Its fellows try again and again meanwhile.
    await clock.advance(5000);
    times.restart();
    const back = now();
    tcp = await TcpRegistrar.start(times, tcp.port);
    await inTime(clock, () => registered() === PORTS, SPACING_MS);
    expect([times.count, times.tooEarly(back, SPACING_MS)]).toEqual([PORTS, undefined]);
    expect(tcp.connections).toBe(1);
  });

  it('whose connection alone is lost register again at once, one after the other on a new one', async () => {
    const tcp = await TcpRegistrar.start(times);
    stop = () => tcp.kill();
    await start(tcp.port, { transport: 'tcp' });
    await inTime(clock, () => registered() === PORTS, SPACING_MS);
    times.restart();
    const lost = now();
    tcp.dropConnections();
    await inTime(clock, () => times.count === PORTS, SPACING_MS);
    expect(times.tooEarly(lost, SPACING_MS)).toBeUndefined();
    expect(now() - lost).toBeLessThan(360_000);
    expect([registered(), tcp.connections]).toEqual([PORTS, 1]);
  });
});
