/** RFC 3261 §17, table 4: round-trip estimate, longest interval, longest stay of a message in the network; ms. */
export const T1 = 500;
export const T2 = 4000;
export const T4 = 5000;

/** How long a transaction over UDP is tried or remembered (Timers B, F, H, J): 64·T1. */
export const TRANSACTION_MS = 64 * T1;

/** Calls `resend` after T1, 2·T1, 4·T1 …, at most T2 apart, until cancelled. */
export function backOff(
  clock: { setTimer(delayMs: number, callback: () => void): { cancel(): void } },
  resend: () => void,
): { cancel(): void } {
  let interval = T1;
  let timer = clock.setTimer(interval, fire);
  function fire(): void {
    interval = Math.min(2 * interval, T2);
    timer = clock.setTimer(interval, fire);
    resend();
  }
  return { cancel: () => timer.cancel() };
}
