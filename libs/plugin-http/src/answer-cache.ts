/** What a cache keeps at most. */
export interface AnswerCacheOptions {
  /** How long an answer is given again, ms; 0: never. */
  readonly keepMs: number;
  /** How many answers are kept; the oldest gives way. */
  readonly mostAnswers: number;
  /** Monotonic, ms. @default performance.now */
  readonly now?: () => number;
}

/** The last answers of a service, in memory. Only what it answered is kept: who asks again after a failure asks it. */
export class AnswerCache<T> {
  /** In the order in which they came, which is about that in which they grow too old. */
  private readonly answers = new Map<string, { readonly value: T; readonly until: number }>();
  private readonly now: () => number;

  constructor(private readonly options: AnswerCacheOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  /**
   * The answer that was given within the time, or else that of the service.
   * @throws what `ask` rejects with
   */
  async get(question: string, ask: () => Promise<T>): Promise<T> {
    const known = this.answers.get(question);
    if (known !== undefined && known.until > this.now()) return known.value;
    // The service may say something else from the moment on at which it was asked.
    const until = this.now() + this.options.keepMs;
    const value = await ask();
    if (this.options.keepMs > 0) this.keep(question, { value, until });
    return value;
  }

  private keep(question: string, answer: { readonly value: T; readonly until: number }): void {
    const known = this.answers.get(question);
    // A slow answer to an earlier question: the later one is the newer one.
    if (known !== undefined && known.until > answer.until) return;
    this.answers.delete(question);
    this.answers.set(question, answer);
    if (this.answers.size <= this.options.mostAnswers) return;
    for (const oldest of this.answers.keys()) {
      this.answers.delete(oldest);
      return;
    }
  }
}
