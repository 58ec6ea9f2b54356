import { definitionOf, type AmdDetector, type GreetingEnd, type PluginHost } from '@marcador/plugin-api';
import {
  join,
  mix,
  noise,
  onLine,
  silence,
  speech,
  tone,
  type Signal,
} from '../../../test/support/phone-signals.js';
import plugin from './index.js';

/** Every time that a message may begin, in ms after the answer. */
function endsIn(signal: Signal, config: object = {}): GreetingEnd[] {
  const definition = definitionOf(plugin)?.definition;
  const detector = definition?.create(definition.config.parse(config), {} as PluginHost) as AmdDetector;
  const analysis = detector.analyse();
  const pcm = Int16Array.from(signal);
  const ends: GreetingEnd[] = [];
  let decided = false;
  for (let at = 0; at < pcm.length; at += 160) {
    const packet = pcm.subarray(at, at + 160);
    if (!decided) decided = analysis.push(packet) !== undefined;
    else ends.push(...[analysis.pushGreeting?.(packet)].filter((end) => end !== undefined));
  }
  return ends;
}

const greeting = [silence(300), speech(7000)];

describe('the end of a greeting', () => {
  it('is the end of the beep, and told once', () => {
    const [end, ...more] = endsIn(onLine(...greeting, silence(700), tone(400, 1000), silence(6000)));
    expect(end?.after).toBe('beep');
    expect(end?.atMs).toBeGreaterThanOrEqual(8400);
    expect(end?.atMs).toBeLessThanOrEqual(9000);
    expect(more).toEqual([]);
  });

  it('is the end of a beep that was the verdict itself', () => {
    const [end, ...more] = endsIn(onLine(silence(800), tone(600, 1000), silence(5000)));
    expect(end?.after).toBe('beep');
    expect(end?.atMs).toBeGreaterThanOrEqual(1400);
    expect(more).toEqual([]);
  });

  it('is long silence where there is no beep', () => {
    const [end, ...more] = endsIn(onLine(...greeting, silence(6000)));
    expect(end?.after).toBe('silence');
    expect(end?.atMs).toBeGreaterThanOrEqual(7300 + 2400);
    expect(more).toEqual([]);
  });

  it('is told again when the greeting goes on, or the beep comes after all', () => {
    const ends = endsIn(
      onLine(...greeting, silence(3500), speech(1000), silence(500), tone(400, 1000), silence(3000)),
    );
    expect(ends.map(({ after }) => after)).toEqual(['silence', 'beep']);
  });

  it('is not a pause within it', () => {
    expect(endsIn(onLine(...greeting, silence(1500), speech(2000), silence(1000)))).toEqual([]);
  });

  it('is the end of the beep on a noisy line too', () => {
    const call = join(silence(800), tone(400, 1000), silence(4000));
    const [end] = endsIn(mix(call, noise(5200, 1400)));
    expect(end?.after).toBe('beep');
  });

  it('is not the end of a tone that somebody speaks after', () => {
    const call = [
      tone(300, 1000),
      speech(8000),
      tone(300, 1000),
      speech(2000),
      silence(300),
      tone(400, 1000),
    ];
    const ends = endsIn(onLine(silence(500), ...call, silence(6000)));
    expect(ends.map(({ after }) => after)).toEqual(['beep']);
    expect(ends[0]?.atMs).toBeGreaterThanOrEqual(11_800);
  });

  it('is not the end of a tone from before the verdict, unless that was the verdict', () => {
    const config = { profile: 'custom', tone: false, silenceAtPickUpMs: 2500, limitMs: 2500 };
    const call = onLine(silence(200), speech(1600), tone(300, 1000), speech(800), silence(3500));
    expect(endsIn(call, config).map(({ after }) => after)).toEqual(['silence']);
  });

  it('is told once by a recorder that beeps while it records', () => {
    const beeps = new Array(6).fill([tone(300, 1400), silence(4000)]).flat() as Signal[];
    expect(endsIn(onLine(...greeting, silence(500), ...beeps)).map(({ after }) => after)).toEqual(['beep']);
  });

  it('is the end of the second of two beeps', () => {
    const ends = endsIn(
      onLine(...greeting, silence(500), tone(300, 1000), silence(1200), tone(300, 1000), silence(6000)),
    );
    expect(ends.map(({ after }) => after)).toEqual(['beep', 'beep']);
  });

  it('is found after more tones than are kept', () => {
    const music = new Array(34).fill([tone(160, 1000), speech(500), silence(200)]).flat() as Signal[];
    const ends = endsIn(onLine(...greeting, ...music, tone(400, 1000), silence(6000)));
    expect(ends.map(({ after }) => after)).toEqual(['beep']);
  });

  it('never comes from a fax', () => {
    expect(endsIn(onLine(silence(500), tone(500, 1100), silence(5000)))).toEqual([]);
  });
});
