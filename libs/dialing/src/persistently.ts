import type { Clock } from '@marcador/platform/clock.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/**
 * Does something until it succeeds, with growing pauses: what must reach the database, however long that is away.
 * @param onFailure is told of every failure, with the pause that follows
 */
export async function persistently<T>(
  clock: Clock,
  action: () => Promise<T>,
  onFailure: (error: unknown, pauseMs: number) => void,
): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await action();
    } catch (error) {
      onFailure(error, pause);
      await new Promise<void>((resolve) => clock.setTimer(pause, resolve));
    }
  }
}
