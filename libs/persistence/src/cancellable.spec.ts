import type { DataSource } from 'typeorm';
import { openTestDatabase } from '../../../test/support/campaign-fixtures.js';
import { cancellable } from './cancellable.js';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let dataSource: DataSource;
beforeAll(async () => {
  database = await openTestDatabase();
  dataSource = database.dataSource;
});
afterAll(() => database.close());

const FOR_EVER = 'SELECT pg_sleep(3600)';

describe('work in the database that is given up', () => {
  const given = (
    work: (stop: AbortController, run: (sql: string) => Promise<unknown>) => Promise<unknown>,
  ) => {
    const stop = new AbortController();
    return dataSource.transaction((manager) =>
      cancellable(dataSource, manager, stop.signal, () => work(stop, (sql) => manager.query(sql))),
    );
  };

  it('ends in the middle of a statement', async () => {
    const result = given(async (stop, run) => {
      const statement = run(FOR_EVER);
      stop.abort();
      await statement;
    });
    await expect(result).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('ends with the next statement when it is between two', async () => {
    const result = given(async (stop, run) => {
      await run('SELECT 1');
      stop.abort();
      // What cancels finds nothing the first time.
      await dataSource.query('SELECT pg_sleep(0.05)');
      await run(FOR_EVER);
    });
    await expect(result).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('counts for nothing when it was done by then', async () => {
    const result = given((stop) => Promise.resolve(stop.abort()));
    await expect(result).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('leaves the connection to others in order', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, () => dataSource.query('SELECT 7 AS seven')),
    );
    expect(results.flat()).toEqual(Array.from({ length: 20 }, () => ({ seven: 7 })));
  });
});
