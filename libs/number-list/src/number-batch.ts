import { setImmediate } from 'node:timers/promises';
import { BLOCK_SPAN, prefixOf } from './block.js';

/** So many numbers are sorted, or merged, between two turns of the event loop: some milliseconds. */
const NUMBERS_AT_A_TURN = 2 ** 15;

/** Numbers of one prefix: their low halves, ascending and each once. */
export type LowsOfPrefix = readonly [prefix: number, lows: Uint16Array];

const FIRST_ROOM = 2 ** 10;

/** Takes so many numbers in any order, and tells them by prefix. Room grows as they come; ascending ones need not be sorted. */
export class NumberBatch {
  private numbers: Float64Array;
  private length = 0;
  private isAscending = true;

  constructor(readonly capacity: number) {
    this.numbers = new Float64Array(Math.min(capacity, FIRST_ROOM));
  }

  get size(): number {
    return this.length;
  }

  /**
   * Adds a number, E.164 digits as a safe integer.
   * @throws RangeError when the batch is full
   */
  add(number: number): void {
    if (this.length === this.numbers.length) this.makeRoom();
    if (this.length > 0 && number < (this.numbers[this.length - 1] as number)) this.isAscending = false;
    this.numbers[this.length++] = number;
  }

  clear(): void {
    this.length = 0;
    this.isAscending = true;
  }

  /** The numbers by prefix, ascending, each once. Nothing may be added meanwhile. */
  async *byPrefix(): AsyncGenerator<LowsOfPrefix> {
    const sorted = await this.sorted();
    const scratch = new Uint16Array(BLOCK_SPAN);
    let begin = 0;
    let sinceTurn = 0;
    while (begin < sorted.length) {
      const prefix = prefixOf(sorted[begin] as number);
      const first = prefix * BLOCK_SPAN;
      let length = 0;
      let last = -1;
      let end = begin;
      for (; end < sorted.length; end++) {
        const low = (sorted[end] as number) - first;
        if (low >= BLOCK_SPAN) break;
        if (low !== last) scratch[length++] = low;
        last = low;
      }
      yield [prefix, scratch.slice(0, length)];
      sinceTurn += end - begin;
      begin = end;
      if (sinceTurn < NUMBERS_AT_A_TURN) continue;
      sinceTurn = 0;
      await setImmediate();
    }
  }

  private makeRoom(): void {
    const { length, capacity } = this;
    if (length === capacity) throw new RangeError(`A batch has room for ${capacity} numbers.`);
    const numbers = new Float64Array(Math.min(capacity, 2 * length));
    numbers.set(this.numbers);
    this.numbers = numbers;
  }

  private async sorted(): Promise<Float64Array> {
    const numbers = this.numbers.subarray(0, this.length);
    if (this.isAscending) return numbers;
    for (let begin = 0; begin < numbers.length; begin += NUMBERS_AT_A_TURN) {
      numbers.subarray(begin, begin + NUMBERS_AT_A_TURN).sort();
      await setImmediate();
    }
    return mergeRuns(numbers, NUMBERS_AT_A_TURN);
  }
}

/** Merges sorted runs of a length two by two until one is left. */
async function mergeRuns(numbers: Float64Array, runLength: number): Promise<Float64Array> {
  let from = numbers;
  let to: Float64Array = new Float64Array(numbers.length);
  for (let run = runLength; run < numbers.length; run *= 2) {
    for (let begin = 0; begin < numbers.length; begin += 2 * run) await mergeTwo(from, to, begin, run);
    [from, to] = [to, from];
  }
  return from;
}

async function mergeTwo(from: Float64Array, to: Float64Array, begin: number, run: number): Promise<void> {
  const middle = Math.min(begin + run, from.length);
  const end = Math.min(begin + 2 * run, from.length);
  let a = begin;
  let b = middle;
  let at = begin;
  while (at < end) {
    const turn = Math.min(end, at + NUMBERS_AT_A_TURN);
    for (; at < turn; at++) {
      const takeFirst = a < middle && (b === end || (from[a] as number) <= (from[b] as number));
      to[at] = from[takeFirst ? a++ : b++] as number;
    }
    await setImmediate();
  }
}
