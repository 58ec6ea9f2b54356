import pg from 'pg';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { DatabaseError } from '../database.error.js';
import { DatabaseLock } from './database-lock.js';

describe('the lock of a database', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  const never = (reason: Error) => {
    throw reason;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.dropped());

  it('lets one process work on it at a time', async () => {
    const first = await DatabaseLock.acquire(database.url, never);
    const second = DatabaseLock.acquire(database.url, never);
    await expect(second).rejects.toThrow(DatabaseError);
    await expect(second).rejects.toThrow(/^Another Marcador works on this database: stop it first/);
    await first.release();
    await (await DatabaseLock.acquire(database.url, never)).release();
  });

  it('leaves the other databases of the server alone', async () => {
    const other = await createTestDatabase();
    const locks = await Promise.all([database, other].map(({ url }) => DatabaseLock.acquire(url, never)));
    await Promise.all(locks.map((lock) => lock.release()));
    await other.dropped();
  });

  it('tells once when it is lost', async () => {
    const reasons: Error[] = [];
    const lost = new Promise<void>((resolve) => {
      void DatabaseLock.acquire(database.url, (reason) => {
        reasons.push(reason);
        resolve();
      }).then(killHolder);
    });
    await lost;
    await (await DatabaseLock.acquire(database.url, never)).release();
    expect(reasons.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^PostgreSQL ended the session .*\(terminating connection .*start the service again\.$/,
      ),
    ]);
  });

  async function killHolder(): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'marcador lock'`,
    );
    await client.end();
  }
});
