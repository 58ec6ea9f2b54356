import fc from 'fast-check';
import { BITMAP_WORDS, BLOCK_SPAN, blockOf, countOf, difference, isBitmap, lowsOf, union } from './block.js';

/** As many lows as make arrays of any length, and bitmaps. */
const lows = fc
  .record({ step: fc.integer({ min: 1, max: 100 }), from: fc.nat(65_535), count: fc.nat(9000) })
  .map(({ step, from, count }) => {
    const all = Array.from({ length: count }, (_, index) => from + index * step);
    return Uint16Array.from(all.filter((low) => low < BLOCK_SPAN));
  });

describe('a block', () => {
  it('holds exactly the lows it was made of, as an array below 4096 and as a bitmap from there on', () => {
    fc.assert(
      fc.property(lows, (given) => {
        const block = blockOf(given);
        expect(isBitmap(block)).toBe(given.length >= BITMAP_WORDS);
        expect(countOf(block)).toBe(given.length);
        expect(lowsOf(block)).toEqual(given);
      }),
    );
  });

  it('is after a union or a difference the block that was made of those numbers at once', () => {
    fc.assert(
      fc.property(lows, lows, (some, others) => {
        const sorted = (set: Set<number>) => Uint16Array.from([...set].sort((a, b) => a - b));
        const both = new Set([...some, ...others]);
        expect(union(blockOf(some), others)).toEqual(blockOf(sorted(both)));
        const left = new Set(some);
        for (const low of others) left.delete(low);
        expect(difference(blockOf(some), others)).toEqual(
          left.size === 0 ? undefined : blockOf(sorted(left)),
        );
      }),
    );
  });
});
