/** Values are taken together to blocks: half a second of frames each, the last three seconds in all. */
const BLOCK = 25;
const BLOCKS = 6;

/** The lowest of the last seconds' values, as they come, one a frame. Allocates nothing after its construction. */
export class LowestOfLate {
  /** Infinity before the first value. */
  value = Infinity;

  private readonly lowest = new Float32Array(BLOCKS).fill(Infinity);
  private added = 0;

  add(value: number): void {
    const block = Math.floor(this.added / BLOCK) % BLOCKS;
    const isFirst = this.added++ % BLOCK === 0;
    this.lowest[block] = isFirst ? value : Math.min(this.lowest[block] as number, value);
    if (!isFirst && value >= this.value) return;
    this.value = Infinity;
    for (const each of this.lowest) this.value = Math.min(this.value, each);
  }
}
