import pg from 'pg';
import { unusable } from '../connection-errors.js';
import { DatabaseError } from '../database.error.js';

/** Any fixed number: the space of the locks that nodes hold. */
const NODE_LOCKS = 7_134_003;
const KEEP_ALIVE_MS = 10_000;

/**
 * Sees to it that no two processes run under one node name on one database: each would take the other's claims for
 * those of its own former life. The lock is a session's advisory lock, so it ends with its holder, however that ends.
 */
export class NodeLock {
  private constructor(private readonly client: pg.Client) {}

  /**
   * @param onLost is called once when the connection that holds the lock breaks: another process may have the name
   *   from now on, so no further call may begin
   * @throws DatabaseError when another process has the name, or the database cannot be reached
   */
  static async acquire(url: string, node: string, onLost: (reason: Error) => void): Promise<NodeLock> {
    const client = new pg.Client({
      connectionString: url,
      application_name: `marcador node ${node}`,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    });
    try {
      await client.connect();
    } catch (error) {
      throw unusable(error, url);
    }
    const lock = new NodeLock(client);
    // A broken connection tells it twice: by its error and by its end.
    let lost = false;
    const lose = (reason: Error) => {
      if (!lost && !lock.released) onLost(reason);
      lost = true;
    };
    client.on('error', lose);
    client.on('end', () => lose(new Error('The database ended the session that holds the node’s name.')));
    await lock.take(node);
    return lock;
  }

  private released = false;

  /** Gives the name up. */
  async release(): Promise<void> {
    this.released = true;
    await this.client.end();
  }

  private async take(node: string): Promise<void> {
    const answer = await this.client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken',
      [NODE_LOCKS, node],
    );
    if (answer.rows[0]?.taken === true) return;
    await this.release();
    throw new DatabaseError(
      `Another process already runs as node "${node}" on this database: stop it, or give this one another node name.`,
    );
  }
}
