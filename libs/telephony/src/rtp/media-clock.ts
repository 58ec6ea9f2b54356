/** How long a frame lasts, ms. */
export const FRAME_MS = 20;

type Beat = (frames: number) => void;

/**
 * Beats every 20 ms for all calls of the process, with one timer, which runs only while somebody listens. It keeps to
 * the time: a late beat tells how many frames are due.
 */
export class MediaClock {
  private readonly listeners = new Set<Beat>();
  private timer: NodeJS.Timeout | undefined;
  private next = 0;

  /** @returns stops the beats */
  onBeat(listener: Beat): () => void {
    this.listeners.add(listener);
    if (this.timer === undefined) {
      this.next = performance.now() + FRAME_MS;
      this.arm();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearTimeout(this.timer);
      this.timer = undefined;
    };
  }

  private arm(): void {
    this.timer = setTimeout(() => this.beat(), Math.max(0, this.next - performance.now()));
  }

  private beat(): void {
    const due = 1 + Math.max(0, Math.floor((performance.now() - this.next) / FRAME_MS));
    this.next += due * FRAME_MS;
    for (const listener of this.listeners) listener(due);
    if (this.listeners.size > 0) this.arm();
  }
}

/** The beat of this process. */
export const mediaClock = new MediaClock();
