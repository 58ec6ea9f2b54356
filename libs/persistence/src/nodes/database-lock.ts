import pg from 'pg';
import { unusable } from '../connection-errors.js';
import { DatabaseError } from '../database.error.js';

/** Any fixed number, other than those of the locks that end with a statement. */
const DATABASE_LOCK = 7_134_003;
const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 10_000;

/**
 * Sees to it that one process at a time works on a database, whatever the name of its node: who starts takes all claims
 * for those of former lives. The lock is a session's advisory lock, so it ends with its holder, however that ends.
 */
export class DatabaseLock {
  private released = false;

  private constructor(private readonly client: pg.Client) {}

  /**
   * @param onLost is called once when the connection that holds the lock breaks, with one sentence for the operator:
   *   another process may have the database from now on, so no further call may begin
   * @throws DatabaseError when another process works on the database, or it cannot be reached
   */
  static async acquire(url: string, onLost: (reason: DatabaseError) => void): Promise<DatabaseLock> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'marcador lock',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    });
    try {
      await client.connect();
    } catch (error) {
      throw unusable(error, url);
    }
    const lock = new DatabaseLock(client);
    // A broken connection tells it twice: by its error and by its end.
    let lost = false;
    const lose = (error?: Error) => {
      if (!lost && !lock.released) onLost(lostLock(error));
      lost = true;
    };
    client.on('error', lose);
    client.on('end', () => lose());
    await lock.take();
    return lock;
  }

  /** Lets another process have the database. */
  async release(): Promise<void> {
    this.released = true;
    await this.client.end();
  }

  private async take(): Promise<void> {
    const answer = await this.client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      DATABASE_LOCK,
    ]);
    if (answer.rows[0]?.taken === true) return;
    await this.release();
    throw new DatabaseError(
      'Another Marcador works on this database: stop it first. ' +
        'Many nodes on one database come in a later release.',
    );
  }
}

function lostLock(cause?: Error): DatabaseError {
  const reason = cause === undefined ? '' : ` (${cause.message})`;
  return new DatabaseError(
    `PostgreSQL ended the session that keeps other processes away from the database${reason}: ` +
      'see that it runs, and start the service again.',
    { cause },
  );
}
