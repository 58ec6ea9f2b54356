import type { Clock, Timer } from '@marcador/platform/clock.js';
import { retransmissionIntervals, transactionTimeout } from './timers.js';

/** What keeps being sent until it is stopped. */
interface Pending {
  readonly owner: object;
  readonly resend: () => void;
  readonly cap: number;
  /** What the timer was set to, and what comes after. */
  delay: number;
  next: number;
  elapsed: number;
  timer: Timer;
}

/**
 * Sends messages again and again over an unreliable transport: Timers A, E and G of RFC 3261 §17, which sip.js leaves
 * empty. A message is known by a key; its retransmissions end when stopped, or after 64·T1.
 */
export class Retransmitter {
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly clock: Clock) {}

  /** How many messages wait to be sent again. */
  get size(): number {
    return this.pending.size;
  }

  /**
   * @param key names the message; one that is pending already keeps its timer
   * @param owner whose messages `stopAll` ends
   * @param capped whether the interval stops growing at T2: all but INVITE requests
   */
  start(key: string, owner: object, capped: boolean, resend: () => void): void {
    if (this.pending.has(key)) return;
    const { first, longest } = retransmissionIntervals();
    const cap = capped ? longest : Infinity;
    const timer = this.arm(key, first);
    this.pending.set(key, { owner, resend, cap, delay: first, next: first * 2, elapsed: 0, timer });
  }

  /** Whether a message waits to be sent again. */
  has(key: string): boolean {
    return this.pending.has(key);
  }

  stop(key: string): void {
    this.pending.get(key)?.timer.cancel();
    this.pending.delete(key);
  }

  /** A provisional response came to a non-INVITE request: it goes on at T2 (RFC 3261 §17.1.2.2). */
  slowDown(key: string): void {
    const entry = this.pending.get(key);
    if (entry !== undefined) entry.next = retransmissionIntervals().longest;
  }

  stopAll(owner: object): void {
    for (const [key, entry] of this.pending) if (entry.owner === owner) this.stop(key);
  }

  private arm(key: string, delay: number): Timer {
    return this.clock.setTimer(delay, () => this.fire(key));
  }

  private fire(key: string): void {
    const entry = this.pending.get(key);
    if (entry === undefined) return;
    entry.elapsed += entry.delay;
    if (entry.elapsed >= transactionTimeout()) {
      this.pending.delete(key);
      return;
    }
    entry.delay = Math.min(entry.next, entry.cap);
    entry.next = entry.delay * 2;
    entry.timer = this.arm(key, entry.delay);
    entry.resend();
  }
}
