import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { SipResponse } from './message.js';
import { backOff, TRANSACTION_MS } from './timers.js';

/** A request of ours other than INVITE, repeated until a final response or for 64·T1 (RFC 3261 §17.1.2). */
export class ClientTransaction {
  private readonly repeats: Timer;
  private readonly limit: Timer;
  private settled = false;

  constructor(
    clock: Clock,
    send: () => void,
    private readonly onFinal: (response: SipResponse | undefined) => void,
  ) {
    this.repeats = backOff(clock, send);
    this.limit = clock.setTimer(TRANSACTION_MS, () => this.settle(undefined));
    send();
  }

  receive(response: SipResponse): void {
    if (response.status >= 200) this.settle(response);
  }

  private settle(response: SipResponse | undefined): void {
    if (this.settled) return;
    this.settled = true;
    this.repeats.cancel();
    this.limit.cancel();
    this.onFinal(response);
  }
}
