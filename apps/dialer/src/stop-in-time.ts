import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { RunningService } from './service.js';

/** What is left when the last call has ended: writing its outcome, answering requests, closing. */
export const CLOSING_MS = 10_000;

/**
 * Stops the service, or gives up at the limit, whatever hangs: a database that does not answer would otherwise keep
 * the process, which nobody then starts again. The claims that it leaves in the database are settled at the next start.
 *
 * @returns whether it stopped in order, with every outcome written; the process has to end in either case
 */
export async function stopInTime(
  service: Pick<RunningService, 'stop' | 'unwrittenCalls'>,
  limitMs: number,
  clock: Clock,
  log: Log,
): Promise<boolean> {
  let timer: Timer | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = clock.setTimer(limitMs, () => resolve(false));
  });
  const inTime = await Promise.race([service.stop().then(() => true), late]);
  timer?.cancel();
  const calls = service.unwrittenCalls();
  if (inTime && Object.keys(calls).length === 0) return true;
  log.error(
    { calls },
    inTime
      ? 'Stopped without the outcomes of these calls: they are settled at the next start.'
      : `Not stopped within ${limitMs / 1000} s, ending now: the outcomes of these calls are settled at the next start.`,
  );
  return false;
}
