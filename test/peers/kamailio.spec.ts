import { cleanup } from './support/cleanup.js';
import { registrationIs, startDialer } from './support/dialer.js';
import { Kamailio } from './support/kamailio.js';
import { describeWith } from './support/program.js';

describeWith({ kamailio: 'kamailio' }, 'kamailio as registrar with digest', () => {
  const using = cleanup();

  it('takes our registration', async () => {
    const kamailio = using(await Kamailio.start({ maxExpires: 3600 }));
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
    const kamailio = using(await Kamailio.start({ maxExpires: 3, nonceExpires: 1 }));
    const telephony = using(await startDialer(kamailio.port));
    await kamailio.registrations(2);
    await registrationIs(telephony, 'registered');
    expect(kamailio.challenges).toBeGreaterThan(1);
  });

  it('gets the end of the registration when we stop', async () => {
    const kamailio = using(await Kamailio.start({ maxExpires: 3600 }));
    const telephony = using(await startDialer(kamailio.port));
    await registrationIs(telephony, 'registered');
    await telephony.close();
    await kamailio.registrations(2);
    expect(kamailio.registrationLog.at(-1)).toContain('expires=0');
  });

  it('refuses a wrong password, which the port’s state says with its code', async () => {
    const kamailio = using(await Kamailio.start({ maxExpires: 3600 }));
    const telephony = using(
      await startDialer(kamailio.port, { ports: [{ user: '2001', password: 'wrong' }] }),
    );
    await registrationIs(telephony, 'failed');
    expect(telephony.pool.states()).toMatchObject([
      { name: '2001', registration: 'failed', sipCode: 401, busy: false },
    ]);
    expect(telephony.pool.acquire()).toBeUndefined();
  });
});
