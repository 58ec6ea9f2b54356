import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { CallRate, CallRight } from './call-rate.js';

/** Where INVITEs wait, one behind the other, until the calls-per-second limit lets them leave. */
export class InviteGate {
  private readonly waiting: ((right: CallRight) => void)[] = [];
  private timer: Timer | undefined;

  constructor(
    private readonly rate: CallRate,
    private readonly clock: Clock,
  ) {}

  /** Resolves, with the right to send, when the INVITE may leave; at once where nothing is in its way. */
  pass(): Promise<CallRight> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.letPass();
    });
  }

  /** The INVITE does not leave after all. */
  giveBack(right: CallRight): void {
    this.rate.giveBack(right);
    this.letPass();
  }

  private letPass(): void {
    this.timer?.cancel();
    while (this.waiting.length > 0) {
      const right = this.rate.take(this.now());
      if (right === undefined) break;
      this.waiting.shift()?.(right);
    }
    if (this.waiting.length === 0) return;
    this.timer = this.clock.setTimer(this.rate.waitMs(this.now()), () => this.letPass());
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
