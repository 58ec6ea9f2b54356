import type { NumberSet } from '@marcador/plugin-api';

/** A set of numbers that lives as long as the test. */
export class MemoryNumbers implements NumberSet {
  private numbers = new Set<string>();

  constructor(numbers: Iterable<string> = []) {
    for (const number of numbers) this.numbers.add(number);
  }

  has(number: string): Promise<boolean> {
    return Promise.resolve(this.numbers.has(number));
  }

  count(): Promise<number> {
    return Promise.resolve(this.numbers.size);
  }

  listDate(): Promise<string | undefined> {
    return Promise.resolve(this.numbers.size === 0 ? undefined : '2026-01-31');
  }

  async add(numbers: AsyncIterable<string> | Iterable<string>): Promise<number> {
    const before = this.numbers.size;
    for await (const number of numbers) this.numbers.add(number);
    return this.numbers.size - before;
  }

  async replace(numbers: AsyncIterable<string> | Iterable<string>): Promise<number> {
    const replacement = new Set<string>();
    for await (const number of numbers) replacement.add(number);
    this.numbers = replacement;
    return replacement.size;
  }
}
