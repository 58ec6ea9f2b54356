import { blockOf } from '@marcador/number-list/block.js';
import { NumberBatch } from '@marcador/number-list/number-batch.js';
import type { PackedNumbers } from '@marcador/number-list/packed-numbers.js';
import { Packer } from '@marcador/number-list/packer.js';

/** The packed list of the numbers, which may come in any order and more than once. */
export async function packed(given: readonly number[]): Promise<PackedNumbers> {
  const batch = new NumberBatch(Math.max(1, given.length));
  for (const each of given) batch.add(each);
  const packer = new Packer();
  for await (const [prefix, lows] of batch.byPrefix()) packer.add(prefix, blockOf(lows));
  return packer.finish();
}

type Answers = { has(number: number): boolean };

/** The numbers of which the list does not answer as the right one does. */
export function wrongAnswers(list: Answers, right: Answers, asked: readonly number[]): number[] {
  return asked.filter((each) => list.has(each) !== right.has(each));
}

/** The numbers with the one before and the one behind each. */
export function neighbours(given: readonly number[]): number[] {
  return given.flatMap((each) => [each - 1, each, each + 1]);
}
