import { ManualClock } from '@marcador/platform/manual-clock.js';
import { trunkTo } from '../../../../test/peers/support/trunk-to.js';
import { inThread } from '../../../../test/support/in-thread-media.js';
import { WirePeer, type WireMessage } from '../../../../test/peers/support/wire-peer.js';
import { silentLog } from '../log.js';
import { startTelephony, type Telephony } from '../telephony.js';

let peer: WirePeer;
let clock: ManualClock;
let telephony: Telephony;

beforeEach(async () => {
  peer = await WirePeer.open();
  clock = new ManualClock('2026-01-01T00:00:00Z');
  telephony = await startTelephony(
    {
      bind: { address: '127.0.0.1', port: 0 },
      rtpPorts: { min: 0, max: 0 },
      trunks: [trunkTo(peer.port, { registrationExpirySeconds: 600, callsPerSecond: 1 })],
    },
    { clock, log: silentLog, random: () => 0.5, media: inThread },
  );
});

afterEach(async () => {
  peer.always('REGISTER', (request) => peer.reply(request, '200 OK'));
  await telephony.close();
  await peer.close();
});

/** Answers the next REGISTER, and waits until the port has taken notice. */
async function answerNext(status: string, headers: readonly string[] = []): Promise<WireMessage> {
  const request = await peer.next('REGISTER');
  peer.reply(request, status, { headers });
  await fence();
  expect(state()).toBe(status.startsWith('200') ? 'registered' : 'failed');
  return request;
}

const state = () => telephony.pool.states()[0]?.registration;

/** Resolves when all that was sent to us before has been taken notice of. */
async function fence(): Promise<void> {
  const answered = peer.next('200');
  const { port } = telephony.address;
  peer.send(
    [
      'OPTIONS sip:2001@127.0.0.1 SIP/2.0',
      `Via: SIP/2.0/UDP 127.0.0.1:${peer.port};branch=z9hG4bK${Math.random()};rport`,
      'From: <sip:pbx@pbx.test>;tag=a',
      'To: <sip:2001@pbx.test>',
      'Call-ID: fence',
      'CSeq: 1 OPTIONS',
      '',
      '',
    ].join('\r\n'),
    port,
  );
  await answered;
}

/** How many REGISTERs came, up to now. */
async function registers(): Promise<number> {
  await fence();
  return new Set(
    peer.log.filter(({ start }) => start === 'REGISTER').map((request) => request.header('cseq')),
  ).size;
}

describe('a registration', () => {
  it.each([
    ['our contact', /expires=\d+/, 'expires=100'],
    // Over TLS without a listener it has the port of the connection, and former ones may still be listed.
    ['the latest contact at our address', /:\d+>.*/, ':6>;expires=100'],
  ])('is renewed after 60 to 80 percent of the time that was granted to %s', async (_, ours, granted) => {
    const request = await peer.next('REGISTER');
    const contact = request.header('contact') ?? '';
    const former = contact.replace(/:\d+>.*/, ':5>;expires=5');
    peer.reply(request, '200 OK', {
      headers: [former, '<sip:2001@192.0.2.7>;expires=500', contact.replace(ours, granted)].map(
        (each) => `Contact: ${each}`,
      ),
    });
    await new Promise<void>((resolve) => telephony.pool.onAvailable(resolve));
    await clock.advance(69_000);
    expect(await registers()).toBe(1);
    await clock.advance(2000);
    expect((await answerNext('200 OK')).header('cseq')).toBe('2 REGISTER');
  });

  it('that was refused is not asked for again within 30 s', async () => {
    await answerNext('403 Forbidden');
    await clock.advance(29_000);
    expect(await registers()).toBe(1);
    await clock.advance(2000);
    await answerNext('200 OK');
    expect(state()).toBe('registered');
  });

  it('that a troubled registrar refuses is asked for again soon, then less and less often', async () => {
    await answerNext('503 Service Unavailable');
    await clock.advance(1000);
    await answerNext('503 Service Unavailable');
    await clock.advance(1000);
    expect(await registers()).toBe(2);
    await clock.advance(1000);
    await answerNext('200 OK');
  });

  it('that fails tells since when, however often it was tried again', async () => {
    await answerNext('403 Forbidden');
    const since = clock.now();
    await clock.advance(30_000);
    peer.reply(await peer.next('REGISTER'), '503 Service Unavailable');
    await new Promise<void>((resolve) => {
      const check = () => (telephony.pool.states()[0]?.sipCode === 503 ? resolve() : setTimeout(check, 5));
      check();
    });
    expect(telephony.pool.states()).toMatchObject([{ registration: 'failed', since }]);
    await clock.advance(2000);
    await answerNext('200 OK');
    expect(telephony.pool.states()).toMatchObject([{ registration: 'registered', since: clock.now() }]);
  });

  it('is asked for again when the registrar said so', async () => {
    await answerNext('503 Service Unavailable', ['Retry-After: 120 (maintenance)']);
    await clock.advance(119_000);
    expect(await registers()).toBe(1);
    await clock.advance(2000);
    await answerNext('200 OK');
  });

  it('is asked for again within the hour, however long the registrar wants to be left alone', async () => {
    await answerNext('503 Service Unavailable', ['Retry-After: 9999999999']);
    await clock.advance(3_601_000);
    await answerNext('200 OK');
  });

  it.each(['99999999999', 'Infinity', '0.001', '-1', '1e-9', '', '0x10', '4294967295'])(
    'for which "%s" seconds were granted is renewed in the time that was asked for',
    async (seconds) => {
      const request = await peer.next('REGISTER');
      const contact = request.header('contact')?.replace(/expires=\d+/, `expires="${seconds}"`);
      peer.reply(request, '200 OK', { headers: [`Contact: ${contact}`, `Expires: ${seconds}`] });
      await fence();
      await clock.advance(300_000);
      expect(await registers()).toBe(1);
      await clock.advance(200_000);
      expect((await answerNext('200 OK')).header('cseq')).toBe('2 REGISTER');
    },
  );

  it('is asked for longer where its time was too short, but not longer and longer', async () => {
    peer.reply(await peer.next('REGISTER'), '423 Interval Too Brief', { headers: ['Min-Expires: 700'] });
    await fence();
    await clock.advance(10);
    const longer = await peer.next('REGISTER');
    expect(longer.header('expires')).toBe('700');
    peer.reply(longer, '423 Interval Too Brief', { headers: ['Min-Expires: 701'] });
    await fence();
    expect([state(), await registers()]).toEqual(['failed', 2]);
  });

  it('is not asked for a time that is no time', async () => {
    peer.reply(await peer.next('REGISTER'), '423 Interval Too Brief', {
      headers: ['Min-Expires: 4294967295'],
    });
    await fence();
    expect([state(), await registers()]).toEqual(['failed', 1]);
  });
});
