/** What a detector may take for a frame of 20 ms on average: a tenth of a core for one call. The built-in one takes 0.02 ms. */
const PER_FRAME_MS = 2;
/** What it may take beyond that: to load a model, or where the machine stands still for a moment. */
const MOST_DEBT_MS = 1000;
/** So long it is given nothing then. */
const REST_MS = 5000;

/**
 * The time of a thread that a detector may take, over all the calls it analyses there: one that takes too much would
 * stop the audio of all calls of the thread. Time is a frame's own: how many calls there are does not matter.
 */
export class FrameBudget {
  private debtMs = 0;
  private restsUntil = -Infinity;

  /** @param now monotonic, ms */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether it has to rest now. */
  get isExhausted(): boolean {
    return this.now() < this.restsUntil;
  }

  /** Does a frame's work. @returns its answer, and how long it took, ms */
  spend<T>(work: () => T): { readonly answer: T; readonly ms: number } {
    const begun = this.now();
    try {
      return { answer: work(), ms: this.now() - begun };
    } finally {
      this.take(this.now() - begun);
    }
  }

  private take(ms: number): void {
    this.debtMs = Math.max(0, this.debtMs + ms - PER_FRAME_MS);
    if (this.debtMs <= MOST_DEBT_MS) return;
    this.debtMs = 0;
    this.restsUntil = this.now() + REST_MS;
  }
}
