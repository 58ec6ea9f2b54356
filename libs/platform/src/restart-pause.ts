const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const LASTING_MS = 60_000;

/**
 * Until a thread that ended is replaced: at once, unless it ended soon after its start; then after a pause that doubles up to
 * 30 s.
 */
export class RestartPause {
  private pauseMs = 0;

  /** @param lastedMs how long the thread that ended had run */
  next(lastedMs: number): number {
    const pauseMs = lastedMs >= LASTING_MS ? 0 : this.pauseMs;
    this.pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, 2 * pauseMs));
    return pauseMs;
  }
}
