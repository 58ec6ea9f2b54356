import { createServer, type AddressInfo, type Socket } from 'node:net';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { inThread } from '../../../test/support/in-thread-media.js';
import { inTime } from '../../../test/support/in-time.js';
import { leasedPort } from '../../../test/support/leased-port.js';
import { freePort } from '../../../test/support/ports.js';
import { WirePeer } from '../../../test/peers/support/wire-peer.js';
import { silentLog } from './log.js';
import type { TrunkOptions } from './telephony-options.js';
import { startTelephony, type Telephony } from './telephony.js';

const NUMBER = '4930123456';

let clock: ManualClock;
let first: WirePeer;
let second: WirePeer;
let telephony: Telephony;

beforeEach(async () => {
  clock = new ManualClock('2026-01-01T00:00:00Z');
  first = await WirePeer.open();
  second = await WirePeer.open();
});

afterEach(async () => {
  for (const peer of [first, second]) peer.always('REGISTER', (request) => peer.reply(request, '200 OK'));
  let isClosed = false;
  const closing = telephony.close().then(() => (isClosed = true));
  // What is never answered is given up in time.
  while (!isClosed) await clock.advance(1000);
  await closing;
  await Promise.all([first.close(), second.close()]);
});

async function start(change: Partial<TrunkOptions> = {}): Promise<void> {
  telephony = await startTelephony(
    {
      bind: { address: '127.0.0.1', port: 0 },
      rtpPorts: { min: 0, max: 0 },
      trunks: [
        {
          name: 'pbx',
          servers: [first, second].map(({ port }) => ({ host: '127.0.0.1', port })),
          domain: 'pbx.test',
          ports: [{ user: '2001', password: 'secret' }],
          registrationExpirySeconds: 600,
          callsPerSecond: 100,
          transfer: { successOn: 'answered', timeoutMs: 1000 },
          ...change,
        },
      ],
    },
    { clock, log: silentLog, random: () => 0.5, media: inThread },
  );
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
};

const servers = () => telephony.pool.trunks()[0]?.servers ?? [];
const inUse = () => servers().find((server) => server.inUse)?.address;
const addressOf = ({ port }: WirePeer) => `127.0.0.1:${port}`;
const isRegistered = () => telephony.pool.states()[0]?.registration === 'registered';

/** Registered with the second server, because the first one said 503. */
async function movedToSecond(headers: readonly string[] = []): Promise<void> {
  await start();
  first.reply(await first.next('REGISTER'), '503 Service Unavailable', { headers });
  second.always('REGISTER', (request) => second.reply(request, '200 OK'));
  await until(() => inUse() === addressOf(second));
  await clock.advance(10);
  await until(isRegistered);
}

describe('a registration that the first server answers with 503', () => {
  it('goes to the second one in a new transaction, and the calls with it', async () => {
    await start();
    const refused = await first.next('REGISTER');
    first.reply(refused, '503 Service Unavailable');
    await until(() => inUse() === addressOf(second));
    await clock.advance(10);
    const again = await second.next('REGISTER');
    expect(again.header('call-id')).toBe(refused.header('call-id'));
    expect(again.header('cseq')).toBe('2 REGISTER');
    expect(again.header('via')).not.toBe(refused.header('via'));
    second.reply(again, '200 OK');
    await until(isRegistered);
    const port = await leasedPort(telephony.pool);
    const call = port.dial({ number: NUMBER, ringTimeoutMs: 20_000 });
    second.reply(await second.next('INVITE'), '486 Busy Here');
    expect(await call.result).toMatchObject({ failure: { sipCode: 486 } });
  });

  it('comes back to it once it answers OPTIONS', async () => {
    await movedToSecond();
    expect(servers()).toMatchObject([
      { server: addressOf(first), transport: 'udp', inUse: false, heldBack: { reason: 'overloaded' } },
      { server: addressOf(second), inUse: true },
    ]);
    await clock.advance(30_000);
    first.reply(await first.next('OPTIONS'), '404 Not Found');
    const again = await first.next('REGISTER');
    expect([inUse(), isRegistered()]).toEqual([addressOf(first), false]);
    first.reply(again, '200 OK');
    await until(isRegistered);
    expect(servers()[0]).not.toHaveProperty('heldBack');
  });

  it('does not come back before it may (Retry-After)', async () => {
    await movedToSecond(['Retry-After: 300']);
    await clock.advance(299_000);
    expect(first.log.some((request) => request.start === 'OPTIONS')).toBe(false);
    await clock.advance(1000);
    await first.next('OPTIONS');
  });
});

describe('a registration that the first server does not answer', () => {
  it('goes to the second one after Timer F, and comes back once the first one answers OPTIONS', async () => {
    await start();
    const unanswered = await first.next('REGISTER');
    second.always('REGISTER', (request) => second.reply(request, '200 OK'));
    await clock.advance(31_900);
    expect([inUse(), second.log]).toEqual([addressOf(first), []]);
    await inTime(clock, isRegistered);
    expect(second.log[0]?.header('call-id')).toBe(unanswered.header('call-id'));
    expect(servers()).toMatchObject([
      { address: addressOf(first), inUse: false, heldBack: { reason: 'no-answer' } },
      { address: addressOf(second), inUse: true },
    ]);
    first.always('REGISTER', (request) => first.reply(request, '200 OK'));
    first.always('OPTIONS', (request) => first.reply(request, '200 OK'));
    await inTime(clock, () => inUse() === addressOf(first) && isRegistered(), 100);
    expect(servers()[0]).not.toHaveProperty('heldBack');
  });
});

describe('the server of a trunk that is asked with OPTIONS', () => {
  const alone = () => start({ keepAlive: 'options', servers: [{ host: '127.0.0.1', port: first.port }] });
  const answers = (methods: readonly string[]) =>
    methods.forEach((method) => first.always(method, (request) => first.reply(request, '200 OK')));
  const isSilent = () => ['REGISTER', 'OPTIONS'].forEach((method) => first.always(method, () => {}));

  it('takes no call any more when it does not answer, and takes them again once it registers the port', async () => {
    answers(['REGISTER', 'OPTIONS']);
    await alone();
    await until(isRegistered);
    const port = await leasedPort(telephony.pool);
    port.release();
    isSilent();
    await clock.advance(25_000 + 31_900);
    expect(telephony.pool.idle).toBe(1);
    await inTime(clock, () => telephony.pool.idle === 0, 100);
    expect(telephony.pool.acquire()).toBeUndefined();
    expect(telephony.pool.hindrances).toMatchObject([{ kind: 'no-port-registered', ports: 1, refused: [] }]);
    expect(servers()).toMatchObject([{ inUse: true, heldBack: { reason: 'no-answer' } }]);
    answers(['REGISTER', 'OPTIONS']);
    await inTime(clock, () => telephony.pool.idle === 1, 100);
    expect(telephony.pool.hindrances).toEqual([]);
    expect(servers()[0]).not.toHaveProperty('heldBack');
  });

  it('is there while it answers anything else', async () => {
    answers(['REGISTER']);
    first.always('OPTIONS', () => {});
    // Renewed every 21 seconds, which is within the time that OPTIONS may take.
    await alone30();
    await until(isRegistered);
    let lost = false;
    await inTime(
      clock,
      () => {
        lost ||= !isRegistered();
        return first.log.filter(({ start: method }) => method === 'OPTIONS').length > 20;
      },
      200,
    );
    expect(lost).toBe(false);
  });

  const alone30 = () =>
    start({
      keepAlive: 'options',
      registrationExpirySeconds: 30,
      servers: [{ host: '127.0.0.1', port: first.port }],
    });
});

describe('a call that a server answers with 503', () => {
  it('has failed: the port is not registered with the other server, which takes the next call', async () => {
    for (const peer of [first, second]) peer.always('REGISTER', (request) => peer.reply(request, '200 OK'));
    await start();
    await until(isRegistered);
    const port = await leasedPort(telephony.pool);
    const call = port.dial({ number: NUMBER, ringTimeoutMs: 20_000 });
    first.reply(await first.next('INVITE'), '503 Service Unavailable', { headers: ['Retry-After: 60'] });
    expect(await call.result).toMatchObject({ failure: { sipCode: 503 } });
    port.release();
    expect(telephony.pool.idle).toBe(0);
    await clock.advance(10);
    await until(() => telephony.pool.idle === 1);
    const next = (await leasedPort(telephony.pool)).dial({ number: NUMBER, ringTimeoutMs: 20_000 });
    second.reply(await second.next('INVITE'), '486 Busy Here');
    expect(await next.result).toMatchObject({ failure: { sipCode: 486 } });
  });
});

describe('calls that a server answers with 503 without Retry-After', () => {
  it('have failed, and the ports stay where they are until ten of them in a row have', async () => {
    for (const peer of [first, second]) peer.always('REGISTER', (request) => peer.reply(request, '200 OK'));
    first.always('INVITE', (invite) => first.reply(invite, '503 Service Unavailable'));
    await start();
    await until(isRegistered);
    const fail = async () => {
      const port = await leasedPort(telephony.pool);
      const call = port.dial({ number: NUMBER, ringTimeoutMs: 20_000 });
      expect(await call.result).toMatchObject({ failure: { sipCode: 503 } });
      port.release();
    };
    for (let calls = 0; calls < 9; calls++) await fail();
    expect([inUse(), second.log]).toEqual([addressOf(first), []]);
    await fail();
    expect(inUse()).toBe(addressOf(second));
    await inTime(clock, isRegistered);
  });
});

describe('a server that cannot be connected to', () => {
  it('gives way to the next one at once, without anybody having noticed', async () => {
    const sockets: Socket[] = [];
    const texts: string[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('data', (chunk) => texts.push(chunk.toString()));
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // Nobody listens for TCP where the first peer listens for UDP.
    await start({
      transport: 'tcp',
      servers: [
        { host: '127.0.0.1', port: first.port },
        { host: '127.0.0.1', port },
      ],
    });
    await until(() => texts.length > 0);
    expect(texts[0]).toMatch(/^REGISTER .*\r\nVia: SIP\/2\.0\/TCP 127\.0\.0\.1:\d+;/);
    expect(texts[0]).toMatch(/\r\nContact: <sip:2001@127\.0\.0\.1:\d+;transport=tcp>/);
    expect(servers()).toMatchObject([{ heldBack: { reason: 'unreachable' } }, { inUse: true }]);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a request that is too large for a datagram (RFC 3261 §18.1.1)', () => {
  const LONG = 'x'.repeat(1200);

  it('goes over TCP, with that in its Via', async () => {
    await first.close();
    first = await WirePeer.open(await freePort());
    const texts: string[] = [];
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('data', (chunk) => texts.push(chunk.toString()));
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(first.port, '127.0.0.1', resolve));
    first.always('REGISTER', (request) => first.reply(request, '200 OK'));
    second.always('REGISTER', (request) => second.reply(request, '200 OK'));
    await start();
    await until(isRegistered);
    const port = await leasedPort(telephony.pool);
    port.dial({ number: LONG, ringTimeoutMs: 20_000 });
    await until(() => texts.length > 0);
    expect(texts[0]).toMatch(/^INVITE [^\r]*\r\nVia: SIP\/2\.0\/TCP /);
    expect(texts[0]).toMatch(/\r\nContact: <sip:2001@127\.0\.0\.1:\d+;ob>/);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('goes over UDP where TCP is refused', async () => {
    first.always('REGISTER', (request) => first.reply(request, '200 OK'));
    await start();
    await until(isRegistered);
    const call = (await leasedPort(telephony.pool)).dial({ number: LONG, ringTimeoutMs: 20_000 });
    const invite = await first.next('INVITE');
    expect(invite.header('via')).toMatch(/^SIP\/2\.0\/UDP /);
    first.reply(invite, '484 Address Incomplete');
    expect(await call.result).toMatchObject({ failure: { sipCode: 484 } });
  });
});
