import type { Clock, Timer } from '@marcador/platform/clock.js';
import { Fifo } from './fifo.js';

/**
 * Where the REGISTERs of a trunk wait, one behind the other, so that they leave evenly spread whatever made all ports
 * send one: a start, a lost connection, another server, a registrar that is back.
 */
export class RegisterGate {
  private readonly waiting = new Fifo<() => void>();
  private readonly spacingMs: number;
  private notBefore = -Infinity;
  private heldUntil = -Infinity;
  private closed = false;
  private timer: Timer | undefined;

  /** @param perSecond how many may leave in a second, each as long after the one before */
  constructor(
    perSecond: number,
    private readonly clock: Clock,
  ) {
    this.spacingMs = 1000 / perSecond;
  }

  /** Calls `send` in its turn; at once where nothing is in its way. */
  pass(send: () => void): Timer {
    // The same function may wait twice.
    const entry = () => send();
    this.waiting.add(entry);
    if (this.waiting.size === 1) this.letPass();
    return { cancel: () => void this.waiting.delete(entry) };
  }

  /** The registrar wants none for so long (RFC 3261 §21.5.4). */
  holdBack(ms: number): void {
    this.heldUntil = Math.max(this.heldUntil, this.now + ms);
    this.letPass();
  }

  /** They have another registrar to go to. */
  goOn(): void {
    this.heldUntil = -Infinity;
    this.letPass();
  }

  /** Lets nothing pass any more. */
  close(): void {
    this.closed = true;
    this.timer?.cancel();
  }

  private letPass(): void {
    const { first } = this.waiting;
    if (first === undefined || this.closed) return;
    const { now } = this;
    // A wall clock that was set back must not hold them until it has caught up.
    this.notBefore = Math.min(this.notBefore, now + this.spacingMs);
    if (this.nextAt <= now) {
      this.notBefore = now + this.spacingMs;
      this.waiting.delete(first);
      first();
    }
    this.timer?.cancel();
    if (this.waiting.size > 0) this.timer = this.clock.setTimer(this.nextAt - now, () => this.letPass());
  }

  private get nextAt(): number {
    return Math.max(this.notBefore, this.heldUntil);
  }

  private get now(): number {
    return this.clock.now().getTime();
  }
}
