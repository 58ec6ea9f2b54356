import { FOLDS, foldOf } from './folds.js';

describe('cross-validation', () => {
  it('tries all clips of a voice in the same fold', () => {
    const folds = ['a.wav', 'b.wav', 'c.wav', 'd.wav', 'e.wav'].map((file) =>
      foldOf({ source: 'real:ann', file }),
    );
    expect(new Set(folds).size).toBe(1);
  });

  it('spreads the voices, and what is no voice clip by clip', () => {
    const names = Array.from({ length: 200 }, (_, n) => `${n}`);
    const voices = new Set(names.map((name) => foldOf({ source: `real:${name}`, file: 'a.wav' })));
    const tones = new Set(names.map((name) => foldOf({ source: 'synthetic:fax', file: `${name}.wav` })));
    expect([voices.size, tones.size]).toEqual([FOLDS, FOLDS]);
  });
});
