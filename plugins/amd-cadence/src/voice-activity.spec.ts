import { VoiceActivity } from './voice-activity.js';

const NOISE_DBOV = -62;

/** A syllable is 160 ms at that level and 40 ms before the next. */
function syllables(seconds: number, dbov: number, dipDb = 18): number[] {
  return Array.from({ length: seconds * 50 }, (_, frame) => dbov - (frame % 10 < 8 ? frame % 3 : dipDb));
}

const quiet = (seconds: number): number[] =>
  Array.from({ length: seconds * 50 }, (_, frame) => NOISE_DBOV - (frame % 3));

function heard(...levels: (number | number[])[]): VoiceActivity {
  const voice = new VoiceActivity();
  for (const level of levels.flat()) voice.push(level);
  return voice;
}

describe('voice activity', () => {
  it('hears quiet speech after a loud click', () => {
    const { pieces } = heard(quiet(0.5), -4, -16, quiet(0.5), syllables(1, -34));
    expect(pieces.onsetMs).toBe(1040);
    expect(pieces.endMs).toBeGreaterThan(1900);
  });

  it('hears less and less of what is much quieter than a voice, until that is long over', () => {
    const loud = [quiet(0.5), syllables(1, -10), quiet(1)];
    expect(heard(...loud, syllables(1, -38)).pieces.endMs).toBeLessThan(1700);
    expect(heard(...loud, quiet(8), syllables(1, -38)).speaking).toBe(true);
  });

  it.each([-18, -32, -44])('hears speech of %d dBov that begins with the answer and has no pause', (dbov) => {
    const { pieces } = heard(syllables(2, dbov), quiet(1));
    expect(pieces.onsetMs).toBeLessThan(500);
    expect(pieces.endMs).toBeGreaterThan(1900);
  });

  it('hears somebody speak on for a minute without a pause', () => {
    for (const dipDb of [9, 18]) {
      const voice = heard(quiet(0.5), syllables(60, -24, dipDb));
      expect(voice.pieces.endMs).toBe(60_500);
    }
  });

  it.each([-60, -45, -30])('takes a steady noise of %d dBov for no voice', (dbov) => {
    const noise = Array.from({ length: 1000 }, (_, frame) => dbov + 1.5 * Math.sin(frame ** 2));
    expect(heard(noise).pieces.count).toBe(0);
  });

  it('gets used to a steady noise that begins later', () => {
    const noise = Array.from({ length: 1500 }, (_, frame) => -35 + 1.5 * Math.sin(frame ** 2));
    expect(heard(quiet(1), noise).speaking).toBe(false);
  });
});
