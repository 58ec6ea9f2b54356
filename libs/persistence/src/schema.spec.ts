import { openTestDatabase } from '../../../test/support/campaign-fixtures.js';
import { openDataSource } from './data-source.js';

describe('the schema', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  afterAll(() => database.close());

  it('that the migrations make is what the entities describe', async () => {
    const pending = await database.dataSource.driver.createSchemaBuilder().log();
    expect(pending.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('can be taken back and made again', async () => {
    const { dataSource } = database;
    for (const _ of dataSource.migrations) await dataSource.undoLastMigration();
    const left = await dataSource.query<{ table: string }[]>(
      `SELECT table_name AS table FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    expect(left).toEqual([{ table: 'migration' }]);
    await dataSource.runMigrations();
    expect(await dataSource.query('SELECT name FROM dialer_group')).toEqual([
      { name: 'Default Dialer Group' },
    ]);
  });

  it('is made once when two nodes start on an empty database, each with one connection', async () => {
    await database.dataSource.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    const nodes = await Promise.all([1, 2].map(() => openDataSource({ url: database.url, poolSize: 1 })));
    expect(await nodes[0]?.query('SELECT name FROM dialer_group')).toHaveLength(1);
    await Promise.all(nodes.map((node) => node.destroy()));
  });
});
