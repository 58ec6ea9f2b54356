import { LONGEST_CONCEALED, PacketLossConcealment } from './packet-loss-concealment.js';

const FRAME = 160;

/** A voice of that pitch: its harmonics. */
const voice = (hertz: number) => (n: number) =>
  [1, 2, 3, 5].reduce((sum, k) => sum + (2500 / k) * Math.sin((2 * Math.PI * hertz * k * n) / 8000), 0);

/** What is made up after half a second of a sound, and what would have come. */
function concealed(sound: (n: number) => number, samples: number) {
  const concealment = new PacketLossConcealment();
  for (let at = 0; at < 4000; at += FRAME)
    concealment.heard(Int16Array.from({ length: FRAME }, (_, n) => sound(at + n)));
  const made = new Int16Array(samples);
  concealment.conceal(made);
  return { made, lost: Int16Array.from(made, (_, n) => sound(4000 + n)) };
}

const power = (samples: Int16Array) => samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
const difference = (a: Int16Array, b: Int16Array) => a.map((sample, n) => sample - (b[n] as number));

describe('what is heard in place of a lost packet', () => {
  it.each([90, 125, 180, 210])('is the voice of %d Hz that spoke before it', (hertz) => {
    const { made, lost } = concealed(voice(hertz), FRAME / 2);
    expect(power(difference(made, lost))).toBeLessThan(0.1 * power(lost));
  });

  it.each([440, 1000, 1400, 2100])('is the tone of %d Hz that sounded before it', (hertz) => {
    const tone = (n: number) => 6000 * Math.sin((2 * Math.PI * hertz * n) / 8000);
    const { made, lost } = concealed(tone, FRAME / 2);
    expect(power(difference(made, lost))).toBeLessThan(0.1 * power(lost));
  });

  it('fades until nothing is left after 60 ms', () => {
    const { made } = concealed(voice(125), LONGEST_CONCEALED);
    const loudness = [0, 1, 2].map((frame) => power(made.subarray(frame * FRAME, (frame + 1) * FRAME)));
    expect(loudness[1]).toBeLessThan(0.6 * (loudness[0] as number));
    expect(loudness[2]).toBeLessThan(0.3 * (loudness[1] as number));
    expect(made.at(-1)).toBeCloseTo(0, -2);
  });

  it('is silence after silence, also where somebody spoke before', () => {
    const concealment = new PacketLossConcealment();
    const made = new Int16Array(FRAME).fill(1);
    concealment.conceal(made);
    expect(power(made)).toBe(0);
    concealment.heard(Int16Array.from({ length: FRAME }, (_, n) => voice(125)(n)));
    concealment.forget();
    concealment.conceal(made);
    expect(power(made)).toBe(0);
  });
});
