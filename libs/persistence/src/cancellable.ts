import type { DataSource, EntityManager } from 'typeorm';

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
  let cancelled: Promise<unknown> = Promise.resolve();
  const cancel = () => {
    cancelled = dataSource.query('SELECT pg_cancel_backend($1)', [backend?.pid]).catch(() => undefined);
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', cancel);
    // Later it would hit whoever has the connection next.
    await cancelled;
    signal.throwIfAborted();
  }
}
