const RATE = 8000;

/** Samples of a sound of so many milliseconds, 16-bit linear PCM at 8000 Hz. */
export type Sound = (ms: number) => Int16Array;

/** What calls are made of, by name. None of them is random. */
export const SOUNDS: Readonly<Record<string, Sound>> = {
  'digital silence': sound(() => 0),
  'the noise of a line': sound((_seconds, n) => 40 * noise(n)),
  'somebody who talks on': sound((seconds, n) => speech(seconds) + 40 * noise(n)),
  'a word and silence': sound(
    (seconds, n) => (seconds > 0.4 && seconds < 0.9 ? speech(seconds) : 0) + 40 * noise(n),
  ),
  'a beep': sound((seconds, n) => 6000 * Math.sin(2 * Math.PI * 1000 * seconds) + 40 * noise(n)),
  'a sound as loud as there is': sound((_seconds, n) => (n % 16 < 8 ? 32_767 : -32_768)),
};

function sound(sample: (seconds: number, n: number) => number): Sound {
  const made = new Map<number, Int16Array>();
  return (ms) => {
    const samples =
      made.get(ms) ?? Int16Array.from({ length: (ms * RATE) / 1000 }, (_, n) => sample(n / RATE, n));
    made.set(ms, samples);
    return samples.slice();
  };
}

/** Harmonics of a gliding pitch in syllables of 200 ms: as little steady as speech, and as rich. */
function speech(seconds: number): number {
  const phase = 2 * Math.PI * (130 * seconds + 4 * Math.sin(2 * Math.PI * 1.5 * seconds));
  const syllable = 0.25 + 0.75 * Math.abs(Math.sin(Math.PI * 5 * seconds));
  let sum = 0;
  for (let harmonic = 1; harmonic <= 20; harmonic++) sum += Math.sin(harmonic * phase) / Math.sqrt(harmonic);
  return 1000 * syllable * sum;
}

/** -1 to 1, the same for the same sample in every run. */
function noise(n: number): number {
  const mixed = Math.imul(n ^ (n >>> 7), 0x9e3779b1) >>> 0;
  return (Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 0) / 2 ** 31 - 1;
}
