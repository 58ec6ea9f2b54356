import fc from 'fast-check';
import { decide, type Heard } from './cadence-rule.js';
import { configSchema } from './config.js';

const times = configSchema.parse({});
const nothing: Heard = {
  atMs: 1000,
  tone: false,
  onsetMs: undefined,
  speaking: false,
  speechMs: 0,
  spanMs: 0,
  silenceMs: 1000,
};
const word: Heard = { ...nothing, onsetMs: 200, speechMs: 280, spanMs: 280, silenceMs: 520 };

describe('the rule', () => {
  it.each<[string, Partial<Heard>, string | undefined]>([
    ['still nothing', { ...nothing, atMs: 2980 }, undefined],
    ['nothing for too long', { ...nothing, atMs: 3000 }, 'MACHINE'],
    ['a word, not yet waiting', { silenceMs: 780 }, undefined],
    ['a word, waiting', { silenceMs: 800 }, 'HUMAN'],
    ['a sentence, not yet waiting', { speechMs: 320, silenceMs: 1280 }, undefined],
    ['a sentence, waiting', { speechMs: 320, silenceMs: 1300 }, 'HUMAN'],
    ['still speaking', { speechMs: 1580, spanMs: 2180, speaking: true, silenceMs: 0 }, undefined],
    ['much speech', { speechMs: 1600, speaking: true, silenceMs: 0 }, 'MACHINE'],
    ['a long greeting', { spanMs: 2200, speaking: true, silenceMs: 0 }, 'MACHINE'],
    ['a tone', { tone: true }, 'MACHINE'],
  ])('with %s', (_what, change, answeredBy) => {
    expect(decide({ ...word, ...change }, times)?.answeredBy).toBe(answeredBy);
  });

  it('never takes anybody for a person who has not spoken, who speaks, or over a tone', () => {
    const ms = fc.nat(6000);
    const heard = fc.record({
      atMs: ms,
      tone: fc.boolean(),
      onsetMs: fc.option(ms, { nil: undefined }),
      speaking: fc.boolean(),
      speechMs: ms,
      spanMs: ms,
      silenceMs: ms,
    });
    fc.assert(
      fc.property(heard, (each) => {
        const person = decide(each, times)?.answeredBy === 'HUMAN';
        if (person)
          expect([each.tone, each.speaking, each.onsetMs === undefined]).toEqual([false, false, false]);
      }),
    );
  });
});
