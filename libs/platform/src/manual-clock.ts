import type { Clock, Timer } from './clock.js';

interface Pending {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. Timers run in order of their time, and see that time as `now`. */
export class ManualClock implements Clock {
  private readonly pending = new Set<Pending>();
  private time: number;

  constructor(start: Date | string) {
    this.time = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const entry = { at: this.time + Math.max(0, delayMs), callback };
    this.pending.add(entry);
    return { cancel: () => this.pending.delete(entry) };
  }

  /** How many timers wait: a leak shows here. */
  get timers(): number {
    return this.pending.size;
  }

  /**
   * Moves the time forward, running what falls due, and lets promises settle in between. What a callback waits for
   * outside this process (a database, a socket) is not waited for.
   */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const next = this.earliestUntil(end);
      if (next === undefined) break;
      this.pending.delete(next);
      this.time = Math.max(this.time, next.at);
      next.callback();
    }
    this.time = end;
    await settle();
  }

  private earliestUntil(end: number): Pending | undefined {
    let earliest: Pending | undefined;
    for (const entry of this.pending) {
      if (entry.at <= end && (earliest === undefined || entry.at < earliest.at)) earliest = entry;
    }
    return earliest;
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
