import { BITMAP_WORDS, BLOCK_SPAN, prefixOf, type Block } from './block.js';
import type { Directory } from './directory.js';
import { isAmong } from './interpolation-search.js';

/** Words of a segment, of which there are 256 at most: places are 32 bits. */
export const SEGMENT_WORDS = 2 ** 24;

/** What a list is made of, as a snapshot stores it. */
export interface PackedParts {
  /** Numbers of all blocks. */
  readonly count: number;
  readonly directory: Directory;
  /** The blocks one behind the other; none goes over the end of a segment. */
  readonly segments: readonly Uint16Array[];
}

/**
 * A list of numbers that does not change: its blocks, packed one behind the other, and a directory that says where the
 * block of a prefix begins. Numbers are E.164 digits as safe integers.
 */
export class PackedNumbers {
  constructor(readonly parts: PackedParts) {}

  /** How many numbers it holds. */
  get count(): number {
    return this.parts.count;
  }

  /** How many blocks it has. */
  get blockCount(): number {
    return this.parts.directory.size;
  }

  /** What it takes of memory. */
  get bytes(): number {
    const { directory, segments } = this.parts;
    return segments.reduce((sum, segment) => sum + segment.byteLength, directory.bytes);
  }

  /** Whether it holds the number. */
  has(number: number): boolean {
    const { directory, segments } = this.parts;
    const prefix = prefixOf(number);
    const index = directory.find(prefix);
    if (index < 0) return false;
    const place = directory.places[index] as number;
    const words = segments[place >>> 24] as Uint16Array;
    const begin = place & (SEGMENT_WORDS - 1);
    const length = directory.lengths[index] as number;
    const low = number - prefix * BLOCK_SPAN;
    if (length === BITMAP_WORDS) return (((words[begin + (low >>> 4)] as number) >>> (low & 15)) & 1) === 1;
    return isAmong(words, begin, length, low);
  }

  /** The block of the prefix: a view, not to be written to. */
  block(prefix: number): Block | undefined {
    const index = this.parts.directory.find(prefix);
    return index < 0 ? undefined : this.blockAt(index);
  }

  /** All blocks, in no order. */
  *blocks(): Generator<[prefix: number, block: Block]> {
    const { directory } = this.parts;
    for (let index = 0; index < directory.size; index++)
      yield [directory.prefixes[index] as number, this.blockAt(index)];
  }

  private blockAt(index: number): Block {
    const { directory, segments } = this.parts;
    const place = directory.places[index] as number;
    const begin = place & (SEGMENT_WORDS - 1);
    const length = directory.lengths[index] as number;
    return (segments[place >>> 24] as Uint16Array).subarray(begin, begin + length);
  }
}
