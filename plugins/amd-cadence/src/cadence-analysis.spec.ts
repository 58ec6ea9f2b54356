import { definitionOf, type AmdDetector, type AmdVerdict, type PluginHost } from '@marcador/plugin-api';
import { describeAmdDetector } from '@marcador/plugin-testkit';
import {
  join,
  make,
  mix,
  noise,
  onLine,
  silence,
  speech,
  tone,
  type Signal,
} from '../../../test/support/phone-signals.js';
import plugin from './index.js';

for (const profile of ['balanced', 'custom'])
  describeAmdDetector(`cadence, as a detector, ${profile},`, {
    plugin,
    config: { profile },
    refused: [{ limitMs: 100 }, { profile: 'slow' }],
  });

const definition = definitionOf(plugin)?.definition;

function detector(config: object = {}): AmdDetector {
  return definition?.create(definition.config.parse(config), {} as PluginHost) as AmdDetector;
}

function listen(signal: Signal, config: object = {}, chunk = 160, explain = false): AmdVerdict {
  const analysis = detector(config).analyse({ explain });
  const pcm = Int16Array.from(signal);
  for (let at = 0; at < pcm.length; at += chunk) {
    const verdict = analysis.push(pcm.subarray(at, at + chunk));
    if (verdict !== undefined) return verdict;
  }
  return analysis.finish();
}

describe('silence at pick-up', () => {
  it('is a machine', () => {
    expect(listen(onLine(silence(5000)))).toMatchObject({
      answeredBy: 'MACHINE',
      machine: 'silence',
      reason: 'silence-at-pick-up',
      atMs: 3000,
    });
  });

  it('ends with the first word, however late it comes', () => {
    expect(listen(onLine(silence(2000), speech(400), silence(3500))).answeredBy).toBe('HUMAN');
  });

  it('is not ended by a click', () => {
    expect(listen(onLine(silence(1000), noise(15, 9000), silence(3000)))).toMatchObject({
      reason: 'silence-at-pick-up',
    });
  });

  it('is ended by a word that begins just before the mark', () => {
    for (const beforeMs of [60, 80, 100]) {
      const verdict = listen(onLine(silence(3000 - beforeMs), speech(400), silence(3500)));
      expect(verdict.reason).not.toBe('silence-at-pick-up');
    }
  });

  it('may be a steady noise of any strength', () => {
    for (const amplitude of [30, 300, 3000]) {
      expect(listen(noise(5000, amplitude))).toMatchObject({ reason: 'silence-at-pick-up' });
    }
  });

  it('lasts as long as custom says', () => {
    const config = { profile: 'custom', silenceAtPickUpMs: 2000 };
    expect(listen(onLine(silence(3000)), config).atMs).toBe(2000);
  });
});

describe('digital silence', () => {
  it('is never a person, whenever the audio or the time ends', () => {
    for (const ms of [20, 500, 2980, 3000, 7000])
      expect(listen(silence(ms))).toMatchObject({ answeredBy: 'MACHINE', machine: 'silence' });
    const patient = { profile: 'custom', silenceAtPickUpMs: 4000, limitMs: 4000 };
    expect(listen(silence(6000), patient)).toMatchObject({ answeredBy: 'MACHINE', atMs: 4000 });
  });

  it("is A-law's idle pattern as well, at any offset", () => {
    const idle = make(1000, (t) => 200 + 8 * Math.sign(Math.sin(2 * Math.PI * 900 * t)));
    expect(listen(idle)).toMatchObject({ answeredBy: 'MACHINE' });
  });

  it('between the words is a pause: lost packets and a line that sends nothing change no verdict', () => {
    const call = [silence(600), speech(500), silence(3500)];
    const verdicts = [onLine(...call), join(...call), withLostPackets(onLine(...call))].map((each) =>
      listen(each),
    );
    expect(verdicts.map(({ answeredBy }) => answeredBy)).toEqual(['HUMAN', 'HUMAN', 'HUMAN']);
  });

  it('before comfort noise leaves the noise a noise', () => {
    expect(listen(join(silence(1000), noise(3000, 60)))).toMatchObject({ reason: 'silence-at-pick-up' });
  });
});

/** Each seventh packet, and now and then two in a row. */
function withLostPackets(signal: Signal): Signal {
  return signal.map((sample, n) => {
    const packet = Math.floor(n / 160);
    return packet % 7 === 3 || packet % 29 === 4 ? 0 : sample;
  });
}

describe('the tests of custom', () => {
  const custom = { profile: 'custom', silenceAfterSpeechMs: 900, limitMs: 4000 };

  it('take silence after the first speech for a person who waits', () => {
    const verdict = listen(onLine(silence(500), speech(900), silence(3000)), custom);
    expect(verdict).toMatchObject({ answeredBy: 'HUMAN', reason: 'silence-after-first-speech' });
    expect(verdict.measurements['silenceMs']).toBe(900);
  });

  it('leave what they do not tell to the deadline', () => {
    expect(listen(onLine(silence(300), speech(5000)), custom)).toMatchObject({
      reason: 'time-limit',
      atMs: 4000,
    });
  });

  it('hear no tone that they are not asked for', () => {
    const call = onLine(silence(1000), tone(400, 1000), silence(4000));
    expect(listen(call, custom).reason).toBe('tone');
    expect(listen(call, { ...custom, tone: false }).reason).not.toBe('tone');
  });
});

const dtmf = [697, 770, 852, 941].flatMap((row) => [1209, 1336, 1477, 1633].map((column) => [row, column]));

describe('a tone', () => {
  it.each([
    ['beep', [1000]],
    ['beep', [500]],
    ['beep', [480, 620]],
    ['fax', [1100]],
    ['fax', [2100]],
  ])('is a machine: %s of %d Hz', (machine, hz) => {
    const verdict = listen(onLine(silence(1000), tone(500, ...hz), silence(2000)));
    expect(verdict).toMatchObject({ answeredBy: 'MACHINE', machine, reason: 'tone' });
    expect(Math.abs((verdict.measurements['toneHz'] ?? 0) - (hz[0] ?? 0))).toBeLessThan(5);
  });

  it('of 1100 Hz that is too short for a fax is a beep', () => {
    expect(listen(onLine(silence(1000), tone(260, 1100), silence(2000)))).toMatchObject({ machine: 'beep' });
  });

  it('is the first of three when the number is out of service', () => {
    const call = onLine(silence(400), tone(330, 950), tone(330, 1400), tone(330, 1777), speech(3000));
    expect(listen(call)).toMatchObject({ answeredBy: 'MACHINE', machine: 'intercept', reason: 'tone' });
    expect(listen(onLine(silence(400), tone(330, 950), silence(3000)))).toMatchObject({ machine: 'beep' });
  });

  it.each(dtmf)('is not the key that a person presses: %d and %d Hz', (row, column) => {
    const verdict = listen(
      onLine(silence(500), speech(500), silence(300), tone(300, row, column), silence(4000)),
    );
    expect(verdict.reason).not.toBe('tone');
  });

  it('is found behind lost packets', () => {
    expect(listen(withLostPackets(onLine(silence(1000), tone(400, 1000), silence(2000)))).reason).toBe(
      'tone',
    );
  });

  it('is not the tail of the ring-back', () => {
    const verdict = listen(onLine(tone(300, 425), silence(300), speech(400), silence(3500)));
    expect(verdict.answeredBy).toBe('HUMAN');
  });

  it('is not a voice, nor a blip', () => {
    expect(listen(onLine(silence(200), speech(800), silence(2000))).reason).not.toBe('tone');
    expect(listen(onLine(silence(1000), tone(80, 1000), silence(3000))).reason).not.toBe('tone');
  });
});

describe('an undecided call', () => {
  it('stays undecided when the audio ends before anything was heard', () => {
    expect(listen([])).toMatchObject({
      answeredBy: 'UNDECIDED',
      reason: 'audio-ended',
      confidence: 0,
      atMs: 0,
    });
    expect(listen(noise(300, 100))).toMatchObject({ answeredBy: 'UNDECIDED', reason: 'audio-ended' });
  });

  it.each(['fast', 'balanced', 'accurate'])('is one no longer than the limit of %s', (profile) => {
    const { limitMs } = detector({ profile });
    const talk = [speech(400), silence(400), speech(700), silence(300), speech(500), silence(500)];
    expect(listen(onLine(...talk, ...talk, ...talk), { profile }).atMs).toBeLessThanOrEqual(limitMs);
  });
});

describe('the detector', () => {
  const call = onLine(silence(400), speech(900), silence(4000));

  it('says the same of the same audio, however it is cut into packets', () => {
    const verdicts = [1, 80, 160, 240, 1000].map((chunk) => listen(call, {}, chunk));
    for (const verdict of verdicts) expect(verdict).toEqual(verdicts[0]);
  });

  it('says the same at any level that a line has, and with an offset', () => {
    const verdicts = [0.3, 1, 3].map((gain) => listen(call.map((sample) => gain * sample + 200)));
    for (const { answeredBy } of verdicts) expect(answeredBy).toBe(verdicts[0]?.answeredBy);
  });

  it('tells when speech began and how long it was', () => {
    const { measurements } = listen(onLine(silence(500), speech(900), silence(4000)));
    expect(Math.abs((measurements['speechOnsetMs'] ?? 0) - 500)).toBeLessThanOrEqual(60);
    expect(Math.abs((measurements['speechMs'] ?? 0) - 900)).toBeLessThanOrEqual(120);
  });

  it('takes what was stored before there were profiles', () => {
    const stored = { silenceAtPickUpMs: 3000, longSpeechMs: 1600, silenceAfterShortMs: 800, limitMs: 4000 };
    expect(detector(stored).limitMs).toBe(detector({ profile: 'balanced' }).limitMs);
  });

  it('explains itself when it is asked to', () => {
    const signal = onLine(silence(500), speech(900), silence(600), tone(300, 1000), silence(4000));
    const { explanation, atMs } = listen(signal, { profile: 'accurate' }, 160, true);
    expect(explanation?.levelDbov).toHaveLength(atMs / 20);
    expect(explanation?.speech.length).toBeGreaterThan(0);
    expect(explanation?.belief.every(({ machine }) => machine >= 0 && machine <= 1)).toBe(true);
    expect(listen(signal).explanation).toBeUndefined();
  });

  it('hears speech in a noisy place', () => {
    const noisy = mix(join(silence(600), speech(700, 6000), silence(3500)), noise(4800, 300));
    expect(listen(noisy).measurements['speechOnsetMs']).toBeGreaterThan(400);
  });
});
