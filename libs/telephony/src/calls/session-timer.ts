import type { Clock, Timer } from '@marcador/platform/clock.js';

/** What both sides agreed on: the session ends unless one of them refreshes it (RFC 4028). */
export interface SessionTerms {
  /** The session interval. */
  readonly seconds: number;
  readonly refresher: 'us' | 'peer';
}

/** What falls due. */
export interface SessionTimerEvents {
  refresh(): void;
  expired(): void;
}

/**
 * The clock of a session (RFC 4028 §10): a refresh is due half-way through the interval where it is ours to send, and
 * the session has ended a third of the interval, at most 32 s, before its end.
 */
export class SessionTimer {
  private refreshTimer: Timer | undefined;
  private expiryTimer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly events: SessionTimerEvents,
  ) {}

  /** Begins an interval anew; without terms the session does not expire. */
  begin(terms: SessionTerms | undefined): void {
    this.stop();
    if (terms === undefined) return;
    const ms = terms.seconds * 1000;
    this.expiryTimer = this.clock.setTimer(ms - Math.min(32_000, ms / 3), () => {
      this.stop();
      this.events.expired();
    });
    if (terms.refresher === 'us') this.refreshIn(ms / 2);
  }

  /** Sets when the next refresh is due; the interval runs on. */
  refreshIn(ms: number): void {
    this.refreshTimer?.cancel();
    this.refreshTimer = this.clock.setTimer(ms, () => this.events.refresh());
  }

  stop(): void {
    this.refreshTimer?.cancel();
    this.expiryTimer?.cancel();
  }
}
