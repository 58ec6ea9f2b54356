import { setImmediate } from 'node:timers/promises';
import { BLOCK_SPAN, BITMAP_WORDS, countOf, prefixOf, type Block } from './block.js';
import { isAmong } from './interpolation-search.js';
import type { PackedNumbers } from './packed-numbers.js';
import { Packer } from './packer.js';

/** So many words are packed between two turns of the event loop: about a millisecond. */
const WORDS_AT_A_TURN = 2 ** 20;

/** A block that is different now; `undefined`: none of the prefix's numbers is left. */
export type ChangedBlock = readonly [prefix: number, block: Block | undefined];

/** A packed list of numbers and, over it, the blocks that are different since. It does not change itself: see {@link with}. */
export class LiveNumbers {
  constructor(
    private readonly packed: PackedNumbers,
    private readonly changed: ReadonlyMap<number, Block | undefined> = new Map(),
    private readonly numbers: number = packed.count,
  ) {}

  /** How many numbers it holds. */
  get count(): number {
    return this.numbers;
  }

  /** How many blocks are not packed. */
  get changedBlocks(): number {
    return this.changed.size;
  }

  /** How many blocks are packed, those that are different now among them. */
  get packedBlocks(): number {
    return this.packed.blockCount;
  }

  /** Whether it holds the number. */
  has(number: number): boolean {
    if (this.changed.size === 0) return this.packed.has(number);
    const prefix = prefixOf(number);
    const block = this.changed.get(prefix);
    if (block === undefined) return !this.changed.has(prefix) && this.packed.has(number);
    const low = number - prefix * BLOCK_SPAN;
    return block.length === BITMAP_WORDS
      ? (((block[low >>> 4] as number) >>> (low & 15)) & 1) === 1
      : isAmong(block, 0, block.length, low);
  }

  /** The block of the prefix, not to be written to. */
  block(prefix: number): Block | undefined {
    return this.changed.has(prefix) ? this.changed.get(prefix) : this.packed.block(prefix);
  }

  /** The list with the blocks in place of the former ones, as they come; this one goes on to answer as it did. */
  async with(blocks: AsyncIterable<ChangedBlock> | Iterable<ChangedBlock>): Promise<LiveNumbers> {
    const changed = new Map(this.changed);
    let { numbers } = this;
    let words = 0;
    for await (const [prefix, block] of blocks) {
      const former = changed.has(prefix) ? changed.get(prefix) : this.packed.block(prefix);
      numbers += numbersOf(block) - numbersOf(former);
      changed.set(prefix, block);
      words += (block?.length ?? 0) + (former?.length ?? 0);
      if (words < WORDS_AT_A_TURN) continue;
      words = 0;
      await setImmediate();
    }
    return new LiveNumbers(this.packed, changed, numbers);
  }

  /** The numbers, packed; turns of the event loop go on meanwhile. */
  async pack(): Promise<PackedNumbers> {
    const packer = new Packer();
    let words = 0;
    for (const [prefix, block] of this.blocks()) {
      packer.add(prefix, block);
      words += block.length;
      if (words < WORDS_AT_A_TURN) continue;
      words = 0;
      await setImmediate();
    }
    return packer.finish();
  }

  private *blocks(): Generator<readonly [prefix: number, block: Block]> {
    for (const [prefix, block] of this.packed.blocks()) if (!this.changed.has(prefix)) yield [prefix, block];
    for (const [prefix, block] of this.changed) if (block !== undefined) yield [prefix, block];
  }
}

function numbersOf(block: Block | undefined): number {
  return block === undefined ? 0 : countOf(block);
}
