import { Baresip } from './support/baresip.js';
import { cleanup } from './support/cleanup.js';
import { answered, NUMBER, startDialer, toneHeard } from './support/dialer.js';
import { Kamailio } from './support/kamailio.js';
import { describeWith } from './support/program.js';

describeWith(
  { baresip: 'baresip-core', kamailio: 'kamailio' },
  'baresip as called party behind kamailio',
  () => {
    const using = cleanup();

    it('answers with audio, and our BYE ends the call along the recorded route', async () => {
      const baresip = using(await Baresip.start(NUMBER));
      const kamailio = using(await Kamailio.start({ maxExpires: 3600, calleePort: baresip.port }));
      const telephony = using(await startDialer(kamailio.port));
      const call = await answered(telephony);
      await toneHeard(call, 50);
      await call.hangUp();
      expect(await call.ended).toMatchObject({ by: 'us' });
      await baresip.callClosed();
    });
  },
);
