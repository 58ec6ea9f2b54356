/** Where the block of each prefix begins, and how long it is; found by hash in one or two steps. */
export class Directory {
  private readonly slots: Uint32Array;
  private readonly shift: number;

  /**
   * @param prefixes each once, in any order
   * @param places the segment of the block in the upper 8 bits, the word it begins at in the lower 24
   * @param lengths in words
   */
  constructor(
    readonly prefixes: Float64Array,
    readonly places: Uint32Array,
    readonly lengths: Uint16Array,
  ) {
    const bits = Math.max(1, 32 - Math.clz32(2 * prefixes.length));
    this.shift = 32 - bits;
    this.slots = new Uint32Array(2 ** bits);
    for (let index = 0; index < prefixes.length; index++) {
      let slot = this.slotOf(prefixes[index] as number);
      while (this.slots[slot] !== 0) slot = this.after(slot);
      this.slots[slot] = index + 1;
    }
  }

  /** How many blocks there are. */
  get size(): number {
    return this.prefixes.length;
  }

  /** What it takes of memory. */
  get bytes(): number {
    const { prefixes, places, lengths, slots } = this;
    return prefixes.byteLength + places.byteLength + lengths.byteLength + slots.byteLength;
  }

  /** The index of the prefix, -1 when it is not there. */
  find(prefix: number): number {
    for (let slot = this.slotOf(prefix); ; slot = this.after(slot)) {
      const index = (this.slots[slot] as number) - 1;
      if (index < 0 || this.prefixes[index] === prefix) return index;
    }
  }

  /** Fibonacci hashing: neighbours go far from each other. Of a prefix's 34 bits the upper ones hardly differ. */
  private slotOf(prefix: number): number {
    return Math.imul(prefix, 0x9e3779b1) >>> this.shift;
  }

  private after(slot: number): number {
    return (slot + 1) & (this.slots.length - 1);
  }
}
