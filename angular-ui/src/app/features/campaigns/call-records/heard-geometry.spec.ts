import type { HeardView } from '../../../core/api/schema';
import { beliefLine, lengthOf, levelArea, stretchOf, ticksOf } from './heard-geometry';

const HEARD: HeardView = { frameMs: 500, levelDbov: [-70, -35, 0, -200], speech: [], tones: [], belief: [] };

describe('the drawing of what was heard', () => {
  it('is as long as what lasts longest, and a second at least', () => {
    expect(lengthOf(HEARD, 0)).toBe(2000);
    expect(lengthOf(HEARD, 3200)).toBe(3200);
    expect(lengthOf({ ...HEARD, speech: [{ fromMs: 0, toMs: 4000 }] }, 0)).toBe(4000);
    expect(lengthOf({ ...HEARD, tones: [{ fromMs: 0, toMs: 5000, hz: 440 }] }, 0)).toBe(5000);
    expect(lengthOf({ ...HEARD, belief: [{ atMs: 6000, machine: 1 }] }, 0)).toBe(6000);
    expect(lengthOf({ ...HEARD, levelDbov: [] }, 0)).toBe(1000);
  });

  it('has levels between the silence of a line on the ground and the loudest at the top', () => {
    expect(levelArea(HEARD, 2000, 100)).toBe('M0 100L0 100H250L250 50H500L500 0H750L750 100H1000V100Z');
    expect(levelArea({ ...HEARD, levelDbov: [] }, 1000, 100)).toBe('');
  });

  it('has a certain machine at the top, and a certain person on the ground', () => {
    const belief = [
      { atMs: 0, machine: 0 },
      { atMs: 1000, machine: 0.25 },
      { atMs: 2000, machine: 1 },
    ];
    expect(beliefLine({ ...HEARD, belief }, 2000, 40)).toBe('0,40 500,30 1000,0');
    expect(beliefLine(HEARD, 2000, 40)).toBe('');
  });

  it('has pieces where they were', () => {
    expect(stretchOf({ fromMs: 500, toMs: 1500 }, 2000)).toEqual({ left: 25, width: 50 });
  });

  it.each([
    [1000, [0, 1000]],
    [2900, [0, 1000, 2000]],
    [20_000, [0, 2000, 4000, 6000, 8000, 10_000, 12_000, 14_000, 16_000, 18_000, 20_000]],
  ])('of %d ms has ticks at whole seconds, and room between them', (length, ticks) => {
    expect(ticksOf(length)).toEqual(ticks);
  });
});
