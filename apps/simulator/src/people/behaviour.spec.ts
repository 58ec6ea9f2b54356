import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { BEHAVIOURS, behaviourOf, rowOf } from './behaviour.js';

it('says for every number what happens, by its last two digits alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99 }), fc.stringMatching(/^\d{0,13}$/), (ending, beginning) => {
      const last = String(ending).padStart(2, '0');
      expect(behaviourOf(beginning + last)).toBe(behaviourOf(last));
    }),
  );
});

it('covers each ending once', () => {
  const endings = BEHAVIOURS.flatMap(({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i),
  );
  expect(endings).toEqual(Array.from({ length: 100 }, (_, index) => index));
});

it.each(['', '7', 'ana'])('knows no number %p', (number) => {
  expect(rowOf(number).name).toBe('bad-number');
});

it('is what the README says', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const { from, to, name, description } of BEHAVIOURS) {
    const [first, last] = [from, to].map((ending) => String(ending).padStart(2, '0'));
    const row = new RegExp(
      `^\\| ${first}–${last} +\\| \`${name}\` +\\| ${description.replace(/[()]/g, '\\$&')} +\\|$`,
      'm',
    );
    expect(readme).toMatch(row);
  }
});
