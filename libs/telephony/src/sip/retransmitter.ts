import type { Clock, Timer } from '@marcador/platform/clock.js';
import { retransmissionIntervals, transactionTimeout } from './timers.js';

/** A message that waits for what ends it. */
export interface Unanswered {
  /** Whose messages `stopAll` ends. */
  readonly owner: object;
  /** Whether the interval stops growing at T2: all but INVITE requests. */
  readonly capped: boolean;
  /** Sends it again; a reliable transport needs no such thing. */
  readonly resend?: () => void;
  /** After 64·T1 nothing has come, not even a provisional response. */
  readonly onSilence?: () => void;
}

interface Pending {
  readonly message: Unanswered;
  readonly cap: number;
  /** A provisional response came. */
  heard: boolean;
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
  private readonly byOwner = new Map<object, Set<string>>();

  constructor(private readonly clock: Clock) {}

  /** How many messages wait to be sent again. */
  get size(): number {
    return this.pending.size;
  }

  /**
   * @param key names the message; one that is pending already keeps its timer
   */
  start(key: string, message: Unanswered): void {
    if (this.pending.has(key)) return;
    const { first, longest } = retransmissionIntervals();
    const cap = message.capped ? longest : Infinity;
    const delay = message.resend === undefined ? transactionTimeout() : first;
    const timer = this.arm(key, delay);
    this.pending.set(key, { message, cap, heard: false, delay, next: delay * 2, elapsed: 0, timer });
    const keys = this.byOwner.get(message.owner);
    if (keys === undefined) this.byOwner.set(message.owner, new Set([key]));
    else keys.add(key);
  }

  /** Whether a message waits to be sent again. */
  has(key: string): boolean {
    return this.pending.has(key);
  }

  stop(key: string): void {
    const entry = this.pending.get(key);
    if (entry === undefined) return;
    entry.timer.cancel();
    this.forget(key, entry);
  }

  /** A provisional response came to a non-INVITE request: it goes on at T2 (RFC 3261 §17.1.2.2). */
  slowDown(key: string): void {
    const entry = this.pending.get(key);
    if (entry === undefined) return;
    entry.heard = true;
    entry.next = retransmissionIntervals().longest;
  }

  stopAll(owner: object): void {
    for (const key of this.byOwner.get(owner) ?? []) this.stop(key);
  }

  private forget(key: string, { message: { owner } }: Pending): void {
    this.pending.delete(key);
    const keys = this.byOwner.get(owner);
    keys?.delete(key);
    if (keys?.size === 0) this.byOwner.delete(owner);
  }

  private arm(key: string, delay: number): Timer {
    return this.clock.setTimer(delay, () => this.fire(key));
  }

  private fire(key: string): void {
    const entry = this.pending.get(key);
    if (entry === undefined) return;
    entry.elapsed += entry.delay;
    if (entry.elapsed >= transactionTimeout()) {
      this.forget(key, entry);
      if (!entry.heard) entry.message.onSilence?.();
      return;
    }
    const interval = Math.min(entry.next, entry.cap);
    entry.delay = Math.min(interval, transactionTimeout() - entry.elapsed);
    entry.next = interval * 2;
    entry.timer = this.arm(key, entry.delay);
    entry.message.resend?.();
  }
}
