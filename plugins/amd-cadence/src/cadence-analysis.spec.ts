import { definitionOf, type AmdDetector, type AmdVerdict, type PluginHost } from '@marcador/plugin-api';
import { describeAmdDetector } from '@marcador/plugin-testkit';
import plugin from './index.js';

describeAmdDetector('cadence, as a detector,', { plugin, refused: [{ limitMs: 100 }] });

const RATE = 8000;
const FRAME = 160;

/** The same numbers in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

type Signal = readonly number[];

const samplesOf = (ms: number) => (ms * RATE) / 1000;
const make = (ms: number, sample: (seconds: number) => number): Signal =>
  Array.from({ length: samplesOf(ms) }, (_, n) => sample(n / RATE));
const silence = (ms: number) => make(ms, () => 0);
const noise = (ms: number, amplitude: number, seed = 1) => {
  const next = random(seed);
  return make(ms, () => amplitude * next());
};
const tone = (ms: number, ...hz: number[]) =>
  make(ms, (t) => hz.reduce((sum, each) => sum + 5000 * Math.sin(2 * Math.PI * each * t), 0));
/** Harmonics of a gliding pitch in syllables of 200 ms: as little steady as speech, and as rich. */
const speech = (ms: number, amplitude = 3000) =>
  make(ms, (t) => {
    const phase = 2 * Math.PI * (130 * t + 4 * Math.sin(2 * Math.PI * 1.5 * t));
    const syllable = 0.25 + 0.75 * Math.abs(Math.sin(Math.PI * 5 * t));
    let sum = 0;
    for (let harmonic = 1; harmonic <= 20; harmonic++)
      sum += Math.sin(harmonic * phase) / Math.sqrt(harmonic);
    return (amplitude / 3) * syllable * sum;
  });
const join = (...parts: Signal[]): Signal => parts.flat();
const mix = (a: Signal, b: Signal): Signal => a.map((sample, n) => sample + (b[n] ?? 0));
/** On a line with some noise, as telephone calls are. */
const onLine = (...parts: Signal[]): Signal => {
  const whole = join(...parts);
  return mix(whole, noise((whole.length * 1000) / RATE, 30, 7));
};

const definition = definitionOf(plugin)?.definition;

function detector(times: object = {}): AmdDetector {
  return definition?.create(definition.config.parse(times), {} as PluginHost) as AmdDetector;
}

function listen(signal: Signal, times: object = {}, chunk = FRAME): AmdVerdict {
  const analysis = detector(times).analyse();
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
      reason: 'silence-at-pick-up',
      atMs: 3000,
    });
  });

  it('ends with the first word, however late it comes', () => {
    const verdict = listen(onLine(silence(2000), speech(400), silence(2000)));
    expect(verdict).toMatchObject({ answeredBy: 'HUMAN', reason: 'silence-after-first-speech' });
  });

  it('is not ended by a click', () => {
    expect(listen(onLine(silence(1000), noise(15, 9000), silence(3000)))).toMatchObject({
      reason: 'silence-at-pick-up',
    });
  });

  it('may be a steady noise of any strength', () => {
    for (const amplitude of [30, 300, 3000]) {
      expect(listen(noise(5000, amplitude))).toMatchObject({ reason: 'silence-at-pick-up' });
    }
  });
});

describe('silence after the first speech', () => {
  it('is a person, sooner after a short word', () => {
    const short = listen(onLine(silence(500), speech(220), silence(3000)));
    const long = listen(onLine(silence(500), speech(900), silence(3000)));
    expect(short).toMatchObject({ answeredBy: 'HUMAN', reason: 'silence-after-first-speech' });
    expect(long).toMatchObject({ answeredBy: 'HUMAN', reason: 'silence-after-first-speech' });
    expect(short.measurements['silenceMs']).toBe(800);
    expect(long.measurements['silenceMs']).toBe(1300);
  });

  it('tells when speech began and how long it was', () => {
    const { measurements } = listen(onLine(silence(500), speech(900), silence(3000)));
    expect(Math.abs((measurements['speechOnsetMs'] ?? 0) - 500)).toBeLessThanOrEqual(60);
    expect(Math.abs((measurements['speechMs'] ?? 0) - 900)).toBeLessThanOrEqual(120);
  });

  it('is found in a noisy place', () => {
    const call = mix(join(silence(600), speech(700, 6000), silence(2500)), noise(3800, 300));
    expect(listen(call)).toMatchObject({ answeredBy: 'HUMAN', reason: 'silence-after-first-speech' });
  });

  it('counts also when it is digital', () => {
    expect(listen(join(silence(200), speech(600), silence(2000)))).toMatchObject({
      answeredBy: 'HUMAN',
      reason: 'silence-after-first-speech',
    });
  });
});

describe('long speech', () => {
  it('is a machine', () => {
    const verdict = listen(onLine(silence(200), speech(4000)));
    expect(verdict).toMatchObject({ answeredBy: 'MACHINE', reason: 'long-speech' });
    expect(verdict.measurements['speechMs']).toBe(1600);
  });

  it('is one also with pauses that are shorter than a person would make', () => {
    const greeting = [silence(200), speech(600), silence(500), speech(600), silence(500), speech(600)];
    const verdict = listen(onLine(...greeting));
    expect(verdict).toMatchObject({ answeredBy: 'MACHINE', reason: 'long-speech' });
    expect(verdict.measurements['speechMs']).toBeLessThan(1600);
  });
});

describe('a tone', () => {
  it.each([
    ['a beep', [1000]],
    ['a low beep', [500]],
    ['fax', [1100]],
    ['a fax answer', [2100]],
    ['two frequencies', [480, 620]],
  ])('is a machine: %s', (_what, hz) => {
    const verdict = listen(onLine(silence(1000), tone(400, ...hz), silence(2000)));
    expect(verdict).toMatchObject({ answeredBy: 'MACHINE', reason: 'tone' });
    expect(Math.abs((verdict.measurements['toneHz'] ?? 0) - (hz[0] ?? 0))).toBeLessThan(5);
  });

  it('is found after a few words', () => {
    expect(
      listen(onLine(silence(200), speech(700), silence(300), tone(300, 1400), silence(2000))),
    ).toMatchObject({
      reason: 'tone',
    });
  });

  it('is not the tail of the ring-back', () => {
    const verdict = listen(onLine(tone(300, 425), silence(300), speech(400), silence(2000)));
    expect(verdict.answeredBy).toBe('HUMAN');
  });

  it('is not a voice, nor a blip', () => {
    expect(listen(onLine(silence(200), speech(800), silence(2000))).reason).not.toBe('tone');
    expect(listen(onLine(silence(1000), tone(80, 1000), silence(3000))).reason).not.toBe('tone');
  });
});

describe('digital silence', () => {
  it('is never a person, whenever the audio or the time ends', () => {
    for (const ms of [20, 500, 2980, 3000, 6000]) {
      expect(listen(silence(ms))).toMatchObject({ answeredBy: 'MACHINE', reason: 'silence-at-pick-up' });
    }
    expect(listen(silence(6000), { silenceAtPickUpMs: 10_000 })).toMatchObject({
      answeredBy: 'MACHINE',
      atMs: 4000,
    });
  });

  it("is A-law's idle pattern as well, at any offset", () => {
    expect(listen(make(1000, (t) => 200 + 8 * Math.sign(Math.sin(2 * Math.PI * 900 * t))))).toMatchObject({
      answeredBy: 'MACHINE',
    });
  });
});

describe('an undecided call', () => {
  it('is a person at the limit', () => {
    const verdict = listen(onLine(silence(2600), speech(500), silence(900), speech(200)), {
      longSpanMs: 10_000,
    });
    expect(verdict).toMatchObject({ answeredBy: 'HUMAN', reason: 'time-limit', atMs: 4000 });
  });

  it('is a person when the audio ends, also when there was none', () => {
    expect(listen(onLine(silence(300), speech(300)))).toMatchObject({
      answeredBy: 'HUMAN',
      reason: 'audio-ended',
    });
    expect(listen([])).toMatchObject({ answeredBy: 'HUMAN', reason: 'audio-ended', atMs: 0 });
  });
});

describe('the detector', () => {
  const call = onLine(silence(400), speech(900), silence(2000));

  it('says the same of the same audio, however it is cut into packets', () => {
    const verdicts = [1, 80, 160, 240, 1000].map((chunk) => listen(call, {}, chunk));
    for (const verdict of verdicts) expect(verdict).toEqual(verdicts[0]);
  });

  it('takes its times from the configuration', () => {
    expect(detector({ limitMs: 2500 }).limitMs).toBe(2500);
    expect(listen(onLine(silence(3000)), { silenceAtPickUpMs: 2000 }).atMs).toBe(2000);
  });
});
