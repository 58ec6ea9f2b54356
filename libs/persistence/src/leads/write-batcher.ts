interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Coalesces writes: what comes while a write is under way goes out together in the next one. A lone write is not
 * delayed.
 */
export class WriteBatcher<T> {
  private waiting: Waiting<T>[] = [];
  private writing = false;

  /**
   * @param write makes all items durable, or none and rejects
   * @param isItemsFault whether a rejection may be due to one item among many: then each is written alone
   */
  constructor(
    private readonly write: (items: readonly T[]) => Promise<void>,
    private readonly isItemsFault: (error: unknown) => boolean,
    private readonly largest: number,
  ) {}

  /** Resolves when the item is durable; rejects when it is not, or when that is not known. */
  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.writing) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) await this.writeBatch(this.waiting.splice(0, this.largest));
    this.writing = false;
  }

  private async writeBatch(batch: readonly Waiting<T>[]): Promise<void> {
    try {
      await this.write(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length > 1 && this.isItemsFault(error))
        for (const each of batch) await this.writeBatch([each]);
      else for (const { reject } of batch) reject(error);
    }
  }
}
