import { Injectable, signal } from '@angular/core';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;
const PROBE = '/api/v1/health/live';

/** Whether the service answers. While it does not, asks again and again; what is shown catches up by itself. */
@Injectable({ providedIn: 'root' })
export class Connection {
  private readonly lost = signal(false);
  private readonly times = signal(0);
  private waitMs = FIRST_WAIT_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;

  readonly isLost = this.lost.asReadonly();
  /** Counts how often the connection came back: who reads it in an effect catches up. */
  readonly restorations = this.times.asReadonly();

  constructor() {
    addEventListener('online', () => this.lost() && void this.probe());
    addEventListener('offline', () => this.reportFailure());
  }

  /** A request was not answered. */
  reportFailure(): void {
    if (this.lost()) return;
    this.lost.set(true);
    this.waitMs = FIRST_WAIT_MS;
    this.probeLater();
  }

  /** A request was answered, whatever the answer. */
  reportAnswer(): void {
    if (!this.lost()) return;
    clearTimeout(this.timer);
    this.lost.set(false);
    this.times.update((times) => times + 1);
  }

  private probeLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.probe(), this.waitMs);
    this.waitMs = Math.min(this.waitMs * 1.6, LONGEST_WAIT_MS);
  }

  private async probe(): Promise<void> {
    try {
      await fetch(PROBE, { cache: 'no-store' });
      this.reportAnswer();
    } catch {
      this.probeLater();
    }
  }
}
