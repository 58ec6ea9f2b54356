/** A place of its own, or the wait for one. */
export interface Place {
  /** Resolves when it is one's turn; `undefined`: it is. */
  readonly turn: Promise<void> | undefined;
  /** Gives it up, or the wait; to be called once. */
  leave(): void;
}

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

  /** Takes a place where there is one, or else the last place of the queue. */
  take(): Place {
    if (this.taken >= this.most) return this.wait();
    this.taken += 1;
    return { turn: undefined, leave: () => this.leave() };
  }

  private wait(): Place {
    let enter!: () => void;
    const turn = new Promise<void>((resolve) => (enter = resolve));
    this.queue.add(enter);
    return {
      turn,
      leave: () => {
        if (!this.queue.delete(enter)) this.leave();
      },
    };
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
