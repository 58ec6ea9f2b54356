/** So many may be at work; the others wait in their order. */
export class Places {
  private taken = 0;
  private readonly queue = new Set<() => void>();

  constructor(private readonly most: number) {}

  get underWay(): number {
    return this.taken;
  }

  get waiting(): number {
    return this.queue.size;
  }

  /**
   * Takes a place for as long as `held` is not aborted. Where all are taken, resolves when there is one, and rejects
   * with the reason of `held` when that aborts before.
   */
  take(held: AbortSignal): Promise<void> | undefined {
    if (this.taken >= this.most) return this.turn(held);
    this.taken += 1;
    this.hold(held);
    return undefined;
  }

  private turn(held: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.queue.delete(enter);
        reject(held.reason as Error);
      };
      const enter = () => {
        held.removeEventListener('abort', giveUp);
        this.hold(held);
        resolve();
      };
      this.queue.add(enter);
      held.addEventListener('abort', giveUp);
    });
  }

  private hold(held: AbortSignal): void {
    held.addEventListener('abort', () => this.leave(), { once: true });
  }

  /** The place goes to whoever waits longest. */
  private leave(): void {
    const [next] = this.queue;
    if (next === undefined) {
      this.taken -= 1;
      return;
    }
    this.queue.delete(next);
    next();
  }
}
