/** Counts what an instance is being asked, so that it is not closed before it has answered. */
export class QuestionsUnderWay {
  private count = 0;
  private waiting: (() => void)[] = [];

  async during<T>(question: () => Promise<T>): Promise<T> {
    this.count++;
    try {
      return await question();
    } finally {
      this.count--;
      if (this.count === 0) for (const tell of this.waiting.splice(0)) tell();
    }
  }

  /** Resolves when nothing is being asked. */
  answered(): Promise<void> {
    if (this.count === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
