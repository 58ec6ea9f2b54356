import type { AudioWishes } from '@marcador/telephony/sdp/offer-answer.js';
import type { Script } from '@marcador/simulator/audio/script.js';
import { speech, tone } from './support/audio.js';
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
const MESSAGE_SECONDS = 2;
const TONE_HERTZ = 440;

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
    async function call(script: Script, account: string, media: AudioWishes) {
      const audio = speech(script, SECONDS);
      const baresip = using(await Baresip.start(NUMBER, `audio_codecs=${account}`, audio));
      const kamailio = using(await Kamailio.start({ callee: { udp: baresip.port } }));
      // It would call 700 itself, and there is none: how the transfer ends says nothing here.
      const transfer = { successOn: 'answered', timeoutMs: 300 } as const;
      return { baresip, telephony: using(await startDialer(kamailio.port, { media, transfer })) };
    }

    it('and hears a person in G.722', async () => {
      const { telephony } = await call(PERSON, 'g722', { codecs: ['G722', 'PCMA'], srtp: 'off' });
      expect(await detectedCall(telephony)).toMatchObject(person);
    });

    it.each([
      ['encrypted', 'pcma;mediaenc=srtp-mand', { codecs: ['PCMA'], srtp: 'secure' }],
      ['in the clear', 'pcmu', { codecs: ['PCMU'], srtp: 'off' }],
    ] as const)('and leaves a machine a message, %s, after its beep', async (_how, account, media) => {
      const { baresip, telephony } = await call(MACHINE, account, media);
      const record = await detectedCall(telephony, tone(MESSAGE_SECONDS));
      expect(record).toMatchObject({
        ...machine,
        subReason: 'message-left',
        messagePlayedMs: MESSAGE_SECONDS * 1000,
      });
      const sound = soundOf(await baresip.heard());
      const seconds = sound.length / 8000;
      expect(seconds).toBeLessThanOrEqual(MESSAGE_SECONDS + 0.04);
      // What comes in a burst, where this machine is busy, its jitter buffer drops in part.
      expect(seconds).toBeGreaterThan(0.7 * MESSAGE_SECONDS);
      expect(Math.abs(crossings(sound) / seconds - 2 * TONE_HERTZ)).toBeLessThan(20);
    });
  },
);

/** From the first sound in some audio to the last. */
function soundOf(samples: Int16Array): Int16Array {
  const isLoud = (sample: number) => Math.abs(sample) > 1000;
  return samples.subarray(samples.findIndex(isLoud), samples.findLastIndex(isLoud) + 1);
}

/** How often it crosses zero. */
function crossings(samples: Int16Array): number {
  return samples.reduce((count, sample, i) => count + (sample < 0 !== (samples[i - 1] ?? 0) < 0 ? 1 : 0), 0);
}
