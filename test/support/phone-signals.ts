const RATE = 8000;

/** Samples at 8000 Hz, as large as those of 16-bit PCM. */
export type Signal = readonly number[];

/** The same numbers in every run, -1 to 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A signal of that length from a function of time, in seconds. */
export function make(ms: number, sample: (seconds: number) => number): Signal {
  return Array.from({ length: (ms * RATE) / 1000 }, (_, n) => sample(n / RATE));
}

/** Digital silence. */
export const silence = (ms: number): Signal => make(ms, () => 0);

/** White noise. */
export function noise(ms: number, amplitude: number, seed = 1): Signal {
  const next = random(seed);
  return make(ms, () => amplitude * next());
}

/** Steady sines. */
export const tone = (ms: number, ...hz: number[]): Signal =>
  make(ms, (t) => hz.reduce((sum, each) => sum + 5000 * Math.sin(2 * Math.PI * each * t), 0));

/** Harmonics of a gliding pitch in syllables of 200 ms: as little steady as speech, and as rich. */
export const speech = (ms: number, amplitude = 3000): Signal =>
  make(ms, (t) => {
    const phase = 2 * Math.PI * (130 * t + 4 * Math.sin(2 * Math.PI * 1.5 * t));
    const syllable = 0.25 + 0.75 * Math.abs(Math.sin(Math.PI * 5 * t));
    let sum = 0;
    for (let harmonic = 1; harmonic <= 20; harmonic++)
      sum += Math.sin(harmonic * phase) / Math.sqrt(harmonic);
    return (amplitude / 3) * syllable * sum;
  });

/** One after the other. */
export const join = (...parts: Signal[]): Signal => parts.flat();

/** Both at once, as long as the first. */
export const mix = (a: Signal, b: Signal): Signal => a.map((sample, n) => sample + (b[n] ?? 0));

/** One after the other on a line with some noise, as telephone calls are. */
export function onLine(...parts: Signal[]): Signal {
  const whole = join(...parts);
  return mix(whole, noise((whole.length * 1000) / RATE, 30, 7));
}
