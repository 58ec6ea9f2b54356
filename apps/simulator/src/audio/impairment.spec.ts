import { transitOf } from './impairment.js';

/** The same chances in every run: Marsaglia's xorshift of 32 bits. */
function sameChances(): () => number {
  let state = 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const transits = (lossShare: number, jitterMs: number) => {
  const chance = sameChances();
  return Array.from({ length: 30_000 }, () => transitOf({ lossShare, jitterMs }, chance));
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the network between two telephones', () => {
  it('loses the share of packets that it is told to', () => {
    const lost = transits(0.03, 30).filter((transit) => transit === undefined);
    expect(lost.length / 30_000).toBeCloseTo(0.03, 2);
  });

  it('delays packets with the standard deviation that it is told, and none into the past', () => {
    const delays = transits(0, 30).map((transit) => transit ?? NaN);
    const deviation = Math.sqrt(mean(delays.map((delay) => (delay - mean(delays)) ** 2)));
    expect(deviation).toBeGreaterThan(29);
    expect(deviation).toBeLessThan(31);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  });

  it('does nothing to anything without loss and jitter', () => {
    expect(new Set(transits(0, 0))).toEqual(new Set([0]));
  });
});
