interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** How a {@link Batcher} works. */
export interface BatcherOptions {
  /** Items in a batch at most. */
  readonly largest: number;
  /**
   * Whether a rejection may be due to one item among many: then each is run alone.
   * @default never
   */
  readonly isItemsFault?: (error: unknown) => boolean;
}

/**
 * Coalesces work: what comes while a batch is under way goes out together in the next one. A lone item is not delayed,
 * and at most one batch is under way.
 */
export class Batcher<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private running = false;

  /** @param run does the work for all items and resolves with a result for each, in their order; or does none and rejects */
  constructor(
    private readonly run: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly options: BatcherOptions,
  ) {}

  /** Resolves with the item's result; rejects when its batch did. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.running) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) await this.runBatch(this.waiting.splice(0, this.options.largest));
    this.running = false;
  }

  private async runBatch(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.run(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(results[index] as R));
    } catch (error) {
      if (batch.length > 1 && this.options.isItemsFault?.(error) === true)
        for (const each of batch) await this.runBatch([each]);
      else for (const { reject } of batch) reject(error);
    }
  }
}
