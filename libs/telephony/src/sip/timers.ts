import { Timers } from 'sip.js/lib/core/timers.js';

/** The base values of SIP's timers, ms (RFC 3261, table 4). */
export interface BaseTimers {
  /** Estimate of the round trip, and the first interval between retransmissions. */
  readonly t1: number;
  /** Longest interval between retransmissions of a non-INVITE request or of a response to an INVITE. */
  readonly t2: number;
  /** How long a message may stay in the network. */
  readonly t4: number;
}

export const RFC3261_TIMERS: BaseTimers = { t1: 500, t2: 4000, t4: 5000 };

/**
 * Sets the timers of every sip.js transaction of this process to their values for an unreliable transport (RFC 3261,
 * table 4). sip.js ships those for reliable ones, where D, I, J and K are 0: a repeated 486 would get no ACK and a
 * repeated BYE a 481.
 */
export function applyUdpTimers({ t1, t2, t4 }: BaseTimers = RFC3261_TIMERS): void {
  Object.assign(Timers, {
    T1: t1,
    T2: t2,
    T4: t4,
    TIMER_B: 64 * t1,
    TIMER_D: 64 * t1,
    TIMER_F: 64 * t1,
    TIMER_H: 64 * t1,
    TIMER_I: t4,
    TIMER_J: 64 * t1,
    TIMER_K: t4,
    TIMER_L: 64 * t1,
    TIMER_M: 64 * t1,
    TIMER_N: 64 * t1,
  });
}

/** How long a transaction lives without a final response, ms (Timers B, F and H). */
export function transactionTimeout(): number {
  return Timers.TIMER_B;
}

/** First and longest interval between retransmissions, ms, as they are set now. */
export function retransmissionIntervals(): { readonly first: number; readonly longest: number } {
  return { first: Timers.T1, longest: Timers.T2 };
}
