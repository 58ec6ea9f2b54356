import { fuzzSip } from '../../../../test/fuzz/sip-fuzz.js';

const MEGABYTE = 2 ** 20;
const inputs = Number(process.env.FUZZ_INPUTS ?? 3000);
const seed = Number(process.env.FUZZ_SEED ?? 1);

it(`nothing escapes and nothing is left of mutated messages (seed ${seed})`, async () => {
  const { escaped, calls, heap, resources } = await fuzzSip({ inputs, seed });
  if (process.env.FUZZ_INPUTS !== undefined)
    process.stdout.write(
      `${JSON.stringify({ inputs, seed, calls, heap, resources, escaped: escaped.length })}\n`,
    );
  expect(escaped).toEqual([]);
  expect(calls).toBeGreaterThan(0);
  expect(resources.after).toBeLessThanOrEqual(resources.before);
  expect(heap.after - heap.before).toBeLessThan(20 * MEGABYTE);
});
