import type { Clock, Timer } from '@marcador/platform/clock.js';

const REPORTS_AT_ONCE = 100;
const REPORTS_PER_SECOND = 100;

/**
 * Passes reports on at once, up to a hundred in a burst and a hundred a second; beyond that only the last one of those that
 * come meanwhile, as soon as it may pass. None that is the last is lost.
 */
export class ReportLimit {
  private credit = REPORTS_AT_ONCE;
  private countedAt: number;
  private held: (() => void) | undefined;
  private timer: Timer | undefined;

  constructor(private readonly clock: Clock) {
    this.countedAt = this.now();
  }

  take(report: () => void): void {
    this.earn();
    if (this.timer === undefined && this.credit >= 1) {
      this.credit -= 1;
      report();
      return;
    }
    this.held = report;
    this.timer ??= this.clock.setTimer(1000 / REPORTS_PER_SECOND, () => this.release());
  }

  /** Passes nothing more. */
  close(): void {
    this.timer?.cancel();
    this.held = undefined;
  }

  private release(): void {
    this.timer = undefined;
    const { held } = this;
    this.held = undefined;
    if (held !== undefined) this.take(held);
  }

  private earn(): void {
    const now = this.now();
    this.credit = Math.min(
      REPORTS_AT_ONCE,
      this.credit + ((now - this.countedAt) * REPORTS_PER_SECOND) / 1000,
    );
    this.countedAt = now;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
