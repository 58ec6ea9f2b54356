import type { Script } from '@marcador/simulator/audio/script.js';
import { speech } from './support/audio.js';
import { Baresip } from './support/baresip.js';
import { cleanup } from './support/cleanup.js';
import { detectedCall } from './support/detected-call.js';
import { NUMBER, registrationIs, startDialer } from './support/dialer.js';
import { Kamailio } from './support/kamailio.js';
import { describeWith } from './support/program.js';
import { Sipp } from './support/sipp.js';

const PERSON: Script = [400, 'hello-en'];
const MACHINE: Script = [400, 'voicemail-es'];
/** Longer than any test listens. */
const SECONDS = 25;

const person = { amdAnsweredBy: 'HUMAN', amdReason: 'silence-after-first-speech' };
const machine = { result: 'AMD', amdAnsweredBy: 'MACHINE', amdReason: 'tone', transferredAt: null };

const using = cleanup();

describeWith({ sipp: 'sip-tester' }, 'the built-in detector listens to sipp', () => {
  it.each([
    ['a person, who is transferred', 'accept-refer', PERSON, { ...person, result: 'SUCCESS' }],
    ['a machine, which is hung up on', 'answer-with-audio', MACHINE, machine],
  ] as const)('and hears %s', async (_who, scenario, script, record) => {
    const sipp = using(await Sipp.start(scenario, { audio: speech(script, SECONDS) }));
    const telephony = using(await startDialer(sipp.port));
    await sipp.during(registrationIs(telephony, 'registered'));
    expect(await sipp.during(detectedCall(telephony))).toMatchObject(record);
    await telephony.close();
    await sipp.succeeded();
  });
});

describeWith(
  { baresip: 'baresip-core', kamailio: 'kamailio' },
  'the built-in detector listens to baresip',
  () => {
    it.each([
      ['a machine', 'encrypted', 'secure', 'pcma;mediaenc=srtp-mand', MACHINE, machine],
      ['a person', 'in G.722', 'off', 'g722', PERSON, person],
    ] as const)('and hears %s %s', async (_who, _how, srtp, account, script, record) => {
      const audio = speech(script, SECONDS);
      const baresip = using(await Baresip.start(NUMBER, `audio_codecs=${account}`, audio));
      const kamailio = using(await Kamailio.start({ maxExpires: 3600, calleePort: baresip.port }));
      const media = { codecs: ['G722', 'PCMA'], srtp } as const;
      // It would call 700 itself, and there is none: how the transfer ends says nothing here.
      const transfer = { successOn: 'answered', timeoutMs: 300 } as const;
      const telephony = using(await startDialer(kamailio.port, { media, transfer }));
      expect(await detectedCall(telephony)).toMatchObject(record);
    });
  },
);
