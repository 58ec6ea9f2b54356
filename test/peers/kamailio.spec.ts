import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { SipTransport } from '@marcador/telephony/sip/transport/hop.js';
import type { TelephonyOptions } from '@marcador/telephony/telephony-options.js';
import { makeAuthority, makeCertificate, type KeyPair } from '../support/certificates.js';
import { a, DnsServer } from '../support/dns-server.js';
import { inTime } from '../support/in-time.js';
import { Callee } from './support/callee.js';
import { cleanup } from './support/cleanup.js';
import { answered, registrationIs, startDialer } from './support/dialer.js';
import { hasTls, Kamailio } from './support/kamailio.js';
import { describeWith } from './support/program.js';

const TLS_MISSING = hasTls() ? '' : ' [not installed: Debian package kamailio-tls-modules]';
const ON_TLS = TLS_MISSING === '' ? describe : describe.skip;
/** What its certificate for those who name it is for. */
const NAME = 'pbx.test';
/** One for each call. */
const PORTS = ['2001', '2002'].map((user) => ({ user, password: 'secret' }));

describeWith({ kamailio: 'kamailio' }, 'kamailio as registrar with digest', () => {
  const using = cleanup();

  it('takes our registration', async () => {
    const kamailio = using(await Kamailio.start());
    const telephony = using(await startDialer(kamailio.port));
    await registrationIs(telephony, 'registered');
    expect(telephony.pool.states()).toMatchObject([
      { name: '2001', registration: 'registered', busy: false },
    ]);
    await kamailio.registrations(1);
    expect(kamailio.registrationLog).toHaveLength(1);
  });

  it('grants less than we ask for, and gets it renewed before it expires', async () => {
    const kamailio = using(await Kamailio.start({ maxExpires: 2 }));
    const telephony = using(await startDialer(kamailio.port));
    await kamailio.registrations(3);
    await registrationIs(telephony, 'registered');
  });

  it.each(['MD5', 'SHA-256'] as const)(
    'that asks for %s is answered, and beforehand from then on',
    async (algorithm) => {
      const kamailio = using(await Kamailio.start({ maxExpires: 2, algorithm }));
      const telephony = using(await startDialer(kamailio.port));
      await kamailio.registrations(1);
      const { challenges } = kamailio;
      await kamailio.registrations(3);
      await registrationIs(telephony, 'registered');
      expect(challenges).toBeGreaterThan(0);
      expect(kamailio.challenges).toBe(challenges);
    },
  );

  it('gets a new answer when its nonce is too old', async () => {
    // It counts whole seconds, and renewals come after three of them.
    const kamailio = using(await Kamailio.start({ maxExpires: 5, nonceExpires: 1 }));
    const telephony = using(await startDialer(kamailio.port));
    await kamailio.registrations(2);
    await registrationIs(telephony, 'registered');
    expect(kamailio.challenges).toBeGreaterThan(1);
  });

  it('gets the end of the registration when we stop', async () => {
    const kamailio = using(await Kamailio.start());
    const telephony = using(await startDialer(kamailio.port));
    await registrationIs(telephony, 'registered');
    await telephony.close();
    await kamailio.registrations(2);
    expect(kamailio.registrationLog.at(-1)).toContain('expires=0');
  });

  it('refuses a wrong password, which the port’s state says with its code', async () => {
    const kamailio = using(await Kamailio.start());
    const telephony = using(
      await startDialer(kamailio.port, { ports: [{ user: '2001', password: 'wrong' }] }),
    );
    await registrationIs(telephony, 'failed');
    expect(telephony.pool.states()).toMatchObject([
      { name: '2001', registration: 'failed', sipCode: 401, busy: false },
    ]);
    expect(telephony.pool.acquire()).toBeUndefined();
  });

  describe.each(['MD5', 'SHA-256'] as const)('that challenges with %s', (algorithm) => {
    let authority: KeyPair;
    let certificate: KeyPair;
    let callee: Callee;
    let kamailio: Kamailio;

    beforeAll(async () => {
      authority = await makeAuthority();
      certificate = await makeCertificate(authority, { addresses: ['127.0.0.1'] });
      const named = { [NAME]: await makeCertificate(authority, { dns: [NAME] }) };
      callee = await Callee.start(certificate);
      kamailio = await Kamailio.start({
        algorithm,
        callee: callee.ports,
        ...(hasTls() && { certificates: { preset: certificate, named } }),
      });
    });

    afterAll(async () => {
      await kamailio.stop();
      await callee.stop();
    });

    /** Registers with it and calls: the person hangs up; another one is transferred. */
    async function carriesCalls(
      transport: SipTransport,
      {
        host = '127.0.0.1',
        ...options
      }: Pick<TelephonyOptions, 'tls' | 'dnsServers'> & { host?: string } = {},
    ): Promise<void> {
      const port = kamailio.portFor(transport);
      const telephony = using(
        await startDialer(port, { transport, servers: [{ host, port }], ports: PORTS }, options),
      );
      await registrationIs(telephony, 'registered');
      expect(telephony.pool.trunks()).toMatchObject([
        { servers: [{ server: `${host}:${port}`, transport, inUse: true }] },
      ]);
      const person = callee.answers(transport);
      const call = await answered(telephony);
      expect(await (await person).hangUp()).toBe(200);
      expect(await call.ended).toMatchObject({ by: 'peer' });
      const another = callee.answers(transport);
      expect(await (await answered(telephony)).transfer('4711')).toMatchObject({ transferred: true });
      await (
        await another
      ).hungUp;
    }

    it.each(['udp', 'tcp'] as const)(
      'registers us over %s, and tells us who hangs up and is transferred',
      (transport) => carriesCalls(transport),
    );

    ON_TLS(`over tls${TLS_MISSING}`, () => {
      const trusting = () => ({ authorities: authority.cert, verify: 'full' }) as const;

      it('registers us, and tells us who hangs up and is transferred, over the connection that we opened', () =>
        carriesCalls('tls', { tls: trusting() }));

      it('does so over connections that it opens where we have a certificate', () =>
        carriesCalls('tls', {
          tls: { ...trusting(), certificate: certificate.cert, key: certificate.key },
        }));

      it('is known by its name, with the certificate that it has for that (SNI)', async () => {
        const dns = using(await DnsServer.start());
        dns.knows([a(NAME, '127.0.0.1')]);
        await carriesCalls('tls', { tls: trusting(), dnsServers: [dns.address], host: NAME });
      });
    });
  });

  describe.each([
    { transport: 'udp', reason: 'no-answer' },
    { transport: 'tcp', reason: 'unreachable' },
  ] as const)('over $transport that is killed', ({ transport, reason }) => {
    it('gives way to a second one, which the port registers with; and takes over again', async () => {
      const preferred = using(await Kamailio.start());
      const other = using(await Kamailio.start());
      const clock = new ManualClock(new Date());
      const servers = [preferred, other].map(({ port }) => ({ host: '127.0.0.1', port }));
      const change = { transport, servers, keepAlive: 'options' } as const;
      const telephony = await startDialer(preferred.port, change, { clock });
      using({ close: () => happens(clock, telephony.close()) });
      await registrationIs(telephony, 'registered');
      await preferred.registrations(1);
      const inUse = () => telephony.pool.trunks()[0]?.servers.map((server) => server.inUse);
      await preferred.kill();
      await inTime(clock, () => inUse()?.[1] === true, 100);
      await happens(clock, other.registrations(1));
      await registrationIs(telephony, 'registered');
      expect(telephony.pool.trunks()).toMatchObject([
        { servers: [{ inUse: false, heldBack: { reason } }, { inUse: true }] },
      ]);
      const again = using(await Kamailio.start({ port: preferred.port }));
      await inTime(clock, () => inUse()?.[0] === true, 50);
      await happens(clock, again.registrations(1));
      await registrationIs(telephony, 'registered');
      expect(telephony.pool.trunks()).toMatchObject([{ servers: [{ inUse: true }, { inUse: false }] }]);
    });
  });
});

/** Lets time pass until something has happened, so slowly that another process has time to answer before Timer F. */
async function happens(clock: ManualClock, work: Promise<void>): Promise<void> {
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  await inTime(clock, () => isDone, 5);
  await done;
}
