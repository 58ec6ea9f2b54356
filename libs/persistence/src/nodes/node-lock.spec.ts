import pg from 'pg';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { DatabaseError } from '../database.error.js';
import { NodeLock } from './node-lock.js';

describe('the node lock', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  const never = (reason: Error) => {
    throw reason;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.dropped());

  it('lets one process have a node’s name at a time', async () => {
    const first = await NodeLock.acquire(database.url, 'node-1', never);
    const second = NodeLock.acquire(database.url, 'node-1', never);
    await expect(second).rejects.toThrow(DatabaseError);
    await expect(second).rejects.toThrow(/already runs as node "node-1".*another node name/);
    await first.release();
    await (await NodeLock.acquire(database.url, 'node-1', never)).release();
  });

  it('lets nodes of different names run side by side', async () => {
    const locks = await Promise.all(
      ['node-1', 'node-2'].map((node) => NodeLock.acquire(database.url, node, never)),
    );
    await Promise.all(locks.map((lock) => lock.release()));
  });

  it('tells once when it is lost', async () => {
    const reasons: Error[] = [];
    const lost = new Promise<void>((resolve) => {
      void NodeLock.acquire(database.url, 'node-1', (reason) => {
        reasons.push(reason);
        resolve();
      }).then(() => killNode('node-1'));
    });
    await lost;
    await (await NodeLock.acquire(database.url, 'node-1', never)).release();
    expect(reasons).toHaveLength(1);
  });

  async function killNode(node: string): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
      `marcador node ${node}`,
    ]);
    await client.end();
  }
});
