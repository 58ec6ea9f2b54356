import { FRAME_SAMPLES, FrameAnalysis } from './frame-analysis.js';

function analysed(sample: (n: number) => number): FrameAnalysis {
  const analysis = new FrameAnalysis();
  for (let frame = 0; frame < 3; frame++) {
    analysis.push(Int16Array.from({ length: FRAME_SAMPLES }, (_, n) => sample(frame * FRAME_SAMPLES + n)));
  }
  return analysis;
}

const sine = (hz: number, amplitude: number) => (n: number) =>
  amplitude * Math.sin((2 * Math.PI * hz * n) / 8000);

describe('the analysis of a frame', () => {
  it('measures the level of a sine: its mean square, full scale being 0 dBov', () => {
    expect(analysed(sine(1000, 32767)).levelDbov).toBeCloseTo(-3.01, 1);
    expect(analysed(sine(1000, 3276.7)).levelDbov).toBeCloseTo(-23.01, 1);
  });

  it.each([300, 437.5, 1004, 2100, 3400])('finds the frequency of %d Hz to 4 Hz', (hz) => {
    const { firstPeakHz, firstPeakShare } = analysed(sine(hz, 8000));
    expect(Math.abs(firstPeakHz - hz)).toBeLessThan(4);
    expect(firstPeakShare).toBeGreaterThan(0.97);
  });

  it('tells two frequencies apart, the stronger first', () => {
    const analysis = analysed((n) => sine(1400, 8000)(n) + sine(900, 4000)(n));
    expect(Math.abs(analysis.firstPeakHz - 1400)).toBeLessThan(4);
    expect(Math.abs(analysis.secondPeakHz - 900)).toBeLessThan(4);
    expect(analysis.firstPeakShare).toBeCloseTo(0.8, 1);
    expect(analysis.secondPeakShare).toBeCloseTo(0.2, 1);
  });

  it('does not hear an offset, mains hum or what is above the band', () => {
    expect(analysed(() => 12_000).levelDbov).toBeLessThan(-90);
    expect(analysed(sine(50, 8000)).levelDbov).toBeLessThan(-60);
    expect(analysed(sine(3900, 8000)).levelDbov).toBeLessThan(-60);
  });

  it('knows digital silence from the faintest noise', () => {
    expect(analysed(() => 0).isDigitalSilence).toBe(true);
    expect(analysed((n) => (n % 2 === 0 ? 8 : -8)).isDigitalSilence).toBe(true);
    expect(analysed((n) => (n % 3 === 0 ? 24 : -8)).isDigitalSilence).toBe(false);
  });
});
