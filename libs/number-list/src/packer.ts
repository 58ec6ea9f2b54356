import { countOf, type Block } from './block.js';
import { Directory } from './directory.js';
import { PackedNumbers, SEGMENT_WORDS } from './packed-numbers.js';

const FIRST_WORDS = 2 ** 12;
const FIRST_BLOCKS = 64;

/** Packs blocks one behind the other; room grows as they come. */
export class Packer {
  private prefixes = new Float64Array(FIRST_BLOCKS);
  private places = new Uint32Array(FIRST_BLOCKS);
  private lengths = new Uint16Array(FIRST_BLOCKS);
  private blocks = 0;
  private count = 0;
  private readonly full: Uint16Array[] = [];
  private segment = new Uint16Array(FIRST_WORDS);
  private used = 0;

  /** Adds the block of a prefix that was not added yet; it is copied. */
  add(prefix: number, block: Block): void {
    this.makeRoom(block.length);
    this.segment.set(block, this.used);
    this.prefixes[this.blocks] = prefix;
    this.places[this.blocks] = this.full.length * SEGMENT_WORDS + this.used;
    this.lengths[this.blocks] = block.length;
    this.blocks++;
    this.used += block.length;
    this.count += countOf(block);
  }

  /** The list. The packer is of no further use. */
  finish(): PackedNumbers {
    const { blocks, count } = this;
    const directory = new Directory(
      this.prefixes.slice(0, blocks),
      this.places.slice(0, blocks),
      this.lengths.slice(0, blocks),
    );
    return new PackedNumbers({
      count,
      directory,
      segments: [...this.full, this.segment.slice(0, this.used)],
    });
  }

  private makeRoom(words: number): void {
    if (this.blocks === this.prefixes.length) {
      this.prefixes = grown(this.prefixes, new Float64Array(2 * this.blocks));
      this.places = grown(this.places, new Uint32Array(2 * this.blocks));
      this.lengths = grown(this.lengths, new Uint16Array(2 * this.blocks));
    }
    if (this.used + words <= this.segment.length) return;
    if (this.used + words > SEGMENT_WORDS) {
      this.full.push(this.segment.slice(0, this.used));
      this.segment = new Uint16Array(SEGMENT_WORDS);
      this.used = 0;
      return;
    }
    const room = Math.min(SEGMENT_WORDS, Math.max(2 * this.segment.length, this.used + words));
    this.segment = grown(this.segment, new Uint16Array(room));
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
