import { tone } from './support/audio.js';
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
      const kamailio = using(await Kamailio.start({ callee: { udp: baresip.port } }));
      const telephony = using(await startDialer(kamailio.port));
      const call = await answered(telephony);
      await toneHeard(call, 50);
      await call.hangUp();
      expect(await call.ended).toMatchObject({ by: 'us' });
      await baresip.callClosed();
    });

    it.each([
      ['offers encryption and the telephone takes it', 'optional', 'pcma;mediaenc=srtp', true],
      ['insists on encryption', 'secure', 'pcmu;mediaenc=srtp-mand', true],
      ['offers encryption and the telephone knows nothing of it', 'optional', 'pcmu', false],
    ] as const)('is heard, encrypted or not, where the trunk %s', async (_what, srtp, account, encrypted) => {
      const baresip = using(await Baresip.start(NUMBER, `audio_codecs=${account}`));
      const kamailio = using(await Kamailio.start({ callee: { udp: baresip.port } }));
      const media = { codecs: ['PCMA', 'PCMU'], srtp } as const;
      const telephony = using(await startDialer(kamailio.port, { media }));
      const call = await answered(telephony);
      await toneHeard(call, 50);
      await call.hangUp();
      expect(await call.media).toMatchObject({ encrypted, packetsLost: 0 });
    });

    it('exchanges reports with us: both sides know the way there and back', async () => {
      const baresip = using(await Baresip.start(NUMBER, 'audio_codecs=pcmu', tone(60)));
      const kamailio = using(await Kamailio.start({ callee: { udp: baresip.port } }));
      const telephony = using(await startDialer(kamailio.port));
      const call = await answered(telephony);
      const { sent } = await baresip.fares(({ reportedSent }) => reportedSent > 0);
      // It reports every five seconds: with six more it has told us of the report of ours that it had.
      const fares = await baresip.fares((now) => now.sent > sent + 300 && now.roundTripMs > 0);
      expect(fares).toMatchObject({ reportedLost: 0 });
      await call.hangUp();
      expect(await call.media).toMatchObject({
        remotePacketsLost: 0,
        remoteJitterMs: expect.any(Number) as number,
        roundTripMs: expect.any(Number) as number,
      });
    });

    it('is heard in G.722, half of its band', async () => {
      const baresip = using(await Baresip.start(NUMBER, 'audio_codecs=g722'));
      const kamailio = using(await Kamailio.start({ callee: { udp: baresip.port } }));
      const media = { codecs: ['G722', 'PCMA'], srtp: 'off' } as const;
      const telephony = using(await startDialer(kamailio.port, { media }));
      const call = await answered(telephony);
      await toneHeard(call, 50);
      await call.hangUp();
      expect(await call.media).toMatchObject({ codec: 'G722' });
    });
  },
);
