import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseError } from '../database.error.js';

/** Any fixed number: held by the process that started the server for as long as it lives. */
const OWNER_LOCK = 7_134_001;
const LOCK_PATIENCE_MS = 3000;
const RETRY_MS = 50;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Takes the lock that says: this process owns the embedded server. It ends with the connection, so also with a killed
 * process. Does not keep this process alive.
 *
 * @throws DatabaseError when another living process owns the server
 */
export async function takeOwnership(url: string, dataDir: string): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'marcador owner',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // The server going away is noticed by those who use it; here it must only not crash the process.
  client.on('error', () => undefined);
  await client.connect();
  // A killed owner's session ends a moment after it.
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  while (!(await tryLock(client))) {
    if (Date.now() > deadline) {
      await client.end();
      throw new DatabaseError(
        `The embedded PostgreSQL of ${dataDir} is in use by another Marcador: ` +
          'stop that one first, or name another data folder.',
      );
    }
    await delay(RETRY_MS);
  }
  const socket = client as unknown as { ref(): void; unref(): void };
  socket.unref();
  return {
    release: () => {
      socket.ref();
      return client.end();
    },
  };
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const answer = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
    OWNER_LOCK,
  ]);
  return answer.rows[0]?.taken === true;
}
