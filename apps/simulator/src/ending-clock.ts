import type { Clock, Timer } from '@marcador/platform/clock.js';

/** A clock whose pending timers can all be called off at once: when the world ends, nothing happens in it any more. */
export class EndingClock implements Clock {
  private readonly pending = new Set<Timer>();
  private ended = false;

  constructor(private readonly clock: Clock) {}

  now(): Date {
    return this.clock.now();
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    if (this.ended) return { cancel: () => {} };
    const timer = this.clock.setTimer(delayMs, () => {
      this.pending.delete(entry);
      callback();
    });
    const entry: Timer = {
      cancel: () => {
        this.pending.delete(entry);
        timer.cancel();
      },
    };
    this.pending.add(entry);
    return entry;
  }

  /** Calls off whatever is pending; timers set from now on never run. */
  end(): void {
    this.ended = true;
    for (const timer of this.pending) timer.cancel();
  }
}
