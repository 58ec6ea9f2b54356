import { definitionOf, type AmdDetector, type GreetingEnd, type PluginHost } from '@marcador/plugin-api';
import { onLine, silence, speech, tone, type Signal } from '../../../test/support/phone-signals.js';
import plugin from './index.js';

/** Every time that a message may begin, in ms after the answer. */
function endsIn(signal: Signal): GreetingEnd[] {
  const definition = definitionOf(plugin)?.definition;
  const detector = definition?.create(definition.config.parse({}), {} as PluginHost) as AmdDetector;
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
    expect(end?.atMs).toBeLessThanOrEqual(8600);
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

  it('never comes from a fax', () => {
    expect(endsIn(onLine(silence(500), tone(500, 1100), silence(5000)))).toEqual([]);
  });
});
