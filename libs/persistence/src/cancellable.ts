import { setTimeout } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';

const AGAIN_MS = 100;

/**
 * Does work on the connection of `manager`, which can be given up: when the signal aborts, the statement under way is
 * cancelled in the server. Rejects with the signal's reason also when the work was done by then.
 */
export async function cancellable<T>(
  dataSource: DataSource,
  manager: EntityManager,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const [backend] = await manager.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
  let atWork = true;
  let cancelled: Promise<void> = Promise.resolve();
  const cancel = async () => {
    // Between two statements there is nothing to cancel: the next one is then.
    while (atWork) {
      await dataSource.query('SELECT pg_cancel_backend($1)', [backend?.pid]).catch(() => undefined);
      await setTimeout(AGAIN_MS);
    }
  };
  const onAbort = () => {
    cancelled = cancel();
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work();
  } finally {
    atWork = false;
    signal.removeEventListener('abort', onAbort);
    // Later it would hit whoever has the connection next.
    await cancelled;
    signal.throwIfAborted();
  }
}
