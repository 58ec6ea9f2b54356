import type { Clock, Timer } from '@marcador/platform/clock.js';

/** RFC 5626 §4.4.1: between 95 and 120 seconds where the server does not say how often. */
const LONGEST_INTERVAL_MS = 120_000;
const SPREAD = 0.2;
/** RFC 5626 §4.4.1. */
const PONG_TIMEOUT_MS = 10_000;

export interface KeepAliveDeps {
  readonly clock: Clock;
  /** 0 ≤ n < 1; spreads the pings of many connections. */
  readonly random: () => number;
  readonly ping: () => void;
  /** The peer is gone. */
  readonly fail: () => void;
}

/**
 * Pings the peer of a connection that we opened, and notices when it is gone (RFC 5626 §4.4.1). A peer that has never
 * sent a pong may not know of them: it is not expected to, until it does.
 */
export class KeepAlive {
  private timer: Timer;
  private waiting = false;
  private pongs = 0;

  constructor(private readonly deps: KeepAliveDeps) {
    this.timer = this.pingLater();
  }

  /** A CRLF came. @returns whether it was the pong that is waited for */
  pong(): boolean {
    if (!this.waiting) return false;
    this.pongs++;
    this.goOn();
    return true;
  }

  /** A message came: who sends is alive. */
  heard(): void {
    if (this.waiting) this.goOn();
  }

  stop(): void {
    this.timer.cancel();
  }

  private goOn(): void {
    this.waiting = false;
    this.timer.cancel();
    this.timer = this.pingLater();
  }

  private pingLater(): Timer {
    const delayMs = LONGEST_INTERVAL_MS * (1 - SPREAD * this.deps.random());
    return this.deps.clock.setTimer(delayMs, () => {
      this.waiting = true;
      this.timer = this.deps.clock.setTimer(PONG_TIMEOUT_MS, () => this.missed());
      this.deps.ping();
    });
  }

  private missed(): void {
    if (this.pongs > 0) this.deps.fail();
    else this.goOn();
  }
}
