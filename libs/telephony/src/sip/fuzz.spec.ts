import { FAMILIES } from '../../../../test/fuzz/families/all.js';
import { fuzzSip, LONG_RUN } from '../../../../test/fuzz/sip-fuzz.js';

const MEGABYTE = 2 ** 20;
/** Of all families together: few in the unit tests, which say nothing of the heap. */
const isLong = process.env.FUZZ_INPUTS !== undefined;
const inputs = Number(process.env.FUZZ_INPUTS ?? 1000);
const TIMEOUT_MS = isLong ? 24 * 3_600_000 : 180_000;
const seed = Number(process.env.FUZZ_SEED ?? 1);

it.each(FAMILIES.map(({ family, share }) => ({ family: family(), share })))(
  `nothing escapes and nothing is left of hostile $family.name (seed ${seed})`,
  async ({ family, share }) => {
    const own = Math.ceil(inputs * share);
    const result = await fuzzSip(family, { inputs: own, seed });
    const { escaped, calls, heap, resources, entries } = result;
    if (isLong)
      process.stdout.write(
        `${JSON.stringify({ family: family.name, ...result, escaped: escaped.length })}\n`,
      );
    expect(escaped).toEqual([]);
    expect(calls).toBeGreaterThan(0);
    expect(resources.after).toBeLessThanOrEqual(resources.before);
    expect(entries.grown).toEqual([]);
    if (own >= LONG_RUN) expect(heap.after - heap.before).toBeLessThan(20 * MEGABYTE);
  },
  TIMEOUT_MS,
);
