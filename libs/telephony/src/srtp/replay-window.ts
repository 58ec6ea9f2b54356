/** Packets behind the newest that may still come (RFC 3711 §3.3.2 asks for 64 at least). */
const SIZE = 128;

/** Tells packets that were received already, by their index (RFC 3711 §3.3.2). */
export class ReplayWindow {
  /** The last index seen at each place of the window, by its remainder. */
  private readonly seen = new Float64Array(SIZE).fill(-1);
  private highest = -1;

  /** Whether the packet is new and not too old. */
  isNew(index: number): boolean {
    return index > this.highest - SIZE && this.seen[index % SIZE] !== index;
  }

  add(index: number): void {
    this.seen[index % SIZE] = index;
    this.highest = Math.max(this.highest, index);
  }
}
