import fc from 'fast-check';
import { BLOCK_SPAN, difference, union } from './block.js';
import { LiveNumbers } from './live-numbers.js';
import { NumberBatch } from './number-batch.js';
import { neighbours, packed, wrongAnswers } from '../../../test/support/packed-list.js';

const LONGEST = 999_999_999_999_999;
/** Few prefixes, so that numbers meet; the ends of blocks and of the range among them. */
const number = fc.oneof(
  fc.integer({ min: 0, max: 200_000 }).map((offset) => 12_025_550_000 + offset),
  fc.integer({ min: 1, max: LONGEST }),
  fc.constantFrom(1, BLOCK_SPAN - 1, BLOCK_SPAN, 2 ** 32 + 1, LONGEST, 2 ** 32 * BLOCK_SPAN, BLOCK_SPAN ** 2),
);
const numbers = fc.array(number, { maxLength: 200 });
describe('a packed list', () => {
  it('answers of every number as a set does', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, numbers, async (given, others) => {
        const list = await packed(given);
        const set = new Set(given);
        expect(list.count).toBe(set.size);
        expect(wrongAnswers(list, set, [...neighbours(given), ...others])).toEqual([]);
      }),
    );
  });

  it('answers so where numbers are many in a row, and where they are unevenly spread', async () => {
    const given = [
      ...Array.from({ length: 70_000 }, (_, index) => 5_541_900_000_000 + index),
      ...Array.from({ length: 4000 }, (_, index) => 12_025_500_000 + index),
      12_025_500_000 + 60_000,
    ].reverse();
    const list = await packed(given);
    const set = new Set(given);
    const between = Array.from({ length: 70_000 }, (_, index) => 12_025_499_000 + index);
    expect(wrongAnswers(list, set, [...between, ...neighbours(given)])).toEqual([]);
  });
});

describe('a batch', () => {
  it('sorts more numbers than it does at a turn, and tells each once', async () => {
    const given = Array.from({ length: 200_003 }, (_, index) => (index * 7_919_777) % 1_000_003);
    const told: number[] = [];
    const batch = new NumberBatch(200_010);
    for (const each of [...given, ...given.slice(0, 7)]) batch.add(each);
    for await (const [prefix, those] of batch.byPrefix())
      for (const low of those) told.push(prefix * BLOCK_SPAN + low);
    expect(told).toEqual([...new Set(given)].sort((a, b) => a - b));
  });
});

describe('a full batch', () => {
  it('refuses a further number', () => {
    const batch = new NumberBatch(1);
    batch.add(1);
    expect(() => batch.add(2)).toThrow(RangeError);
    batch.clear();
    expect(() => batch.add(2)).not.toThrow();
  });
});

describe('a live list', () => {
  it('answers as before while changed blocks come, and from all of them then', async () => {
    const live = await new LiveNumbers(await packed([100, BLOCK_SPAN + 100])).with([[1, undefined]]);
    const seen: [number, boolean, boolean][] = [];
    async function* blocks() {
      yield [0, undefined] as const;
      await Promise.resolve();
      seen.push([live.count, live.has(100), live.has(200)]);
      yield [0, Uint16Array.of(200)] as const;
    }
    const next = await live.with(blocks());
    seen.push([next.count, next.has(100), next.has(200)], [live.count, live.has(100), live.has(200)]);
    expect(seen).toEqual([
      [1, true, false],
      [1, false, true],
      [1, true, false],
    ]);
  });

  it('answers after any changes of blocks as a set does, and packed again', async () => {
    const change = fc.record({ added: numbers, removed: numbers });
    await fc.assert(
      fc.asyncProperty(numbers, fc.array(change, { maxLength: 4 }), async (given, changes) => {
        let live = new LiveNumbers(await packed(given));
        const set = new Set(given);
        for (const { added, removed } of changes) {
          for (const each of added) set.add(each);
          for (const each of removed) set.delete(each);
          for (const each of [...added, ...removed]) {
            const prefix = Math.floor(each / BLOCK_SPAN);
            const block = live.block(prefix);
            const low = Uint16Array.of(each % BLOCK_SPAN);
            const next = set.has(each) ? union(block, low) : block && difference(block, low);
            live = await live.with([[prefix, next]]);
          }
        }
        const asked = neighbours([
          ...given,
          ...changes.flatMap(({ added, removed }) => [...added, ...removed]),
        ]);
        const repacked = await live.pack();
        expect([live.count, repacked.count]).toEqual([set.size, set.size]);
        expect(wrongAnswers(live, set, asked)).toEqual([]);
        expect(wrongAnswers(repacked, set, asked)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
