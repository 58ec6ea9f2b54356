import type { ManualClock } from '@marcador/platform/manual-clock.js';

/** Lets time pass, step by step, and sockets work in between, until something is so. */
export async function inTime(clock: ManualClock, isSo: () => boolean, stepMs = 10): Promise<void> {
  while (!isSo()) {
    await clock.advance(stepMs);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
