import 'reflect-metadata';
import { DataSource, MigrationExecutor, type DataSourceOptions } from 'typeorm';
import { unusable } from './connection-errors.js';
import { DatabaseError } from './database.error.js';
import { ENTITIES } from './entities/entities.js';
import { ImpatientClient, STATEMENT_LIMIT_MS, withoutTimeLimit } from './impatient-client.js';
import { MIGRATIONS } from './migrations/migrations.js';
import { SnakeCaseNames } from './naming-strategy.js';

const OLDEST_SERVER = 14;
const CONNECT_TIMEOUT_MS = 10_000;

/** How to reach the database. */
export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Connections at most. @default 10 */
  readonly poolSize?: number;
  /** How long connecting may take. @default 10 s */
  readonly connectTimeoutMs?: number;
  /** How long a statement may stay unanswered. @default somewhat more than the server's own limit of 30 s */
  readonly answerTimeoutMs?: number;
}

/** What TypeORM has to know. */
export function dataSourceOptions(options: DatabaseOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url: options.url,
    applicationName: 'marcador',
    connectTimeoutMS: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    poolSize: options.poolSize ?? 10,
    // A broken idle connection is replaced at its next use; without a listener it would end the process.
    poolErrorHandler: () => undefined,
    extra: {
      Client: ImpatientClient,
      answerLimit: options.answerTimeoutMs,
      statement_timeout: STATEMENT_LIMIT_MS,
      keepAlive: true,
    },
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    namingStrategy: new SnakeCaseNames(),
    logging: false,
  };
}

/**
 * Connects, and brings the schema up to date.
 *
 * @throws DatabaseError with the remedy when the database cannot be used
 */
export async function openDataSource(options: DatabaseOptions): Promise<DataSource> {
  return prepare(new DataSource(dataSourceOptions(options)), options.url);
}

/** The second half of {@link openDataSource}, for a data source that somebody else made. */
export async function prepare(dataSource: DataSource, url: string): Promise<DataSource> {
  try {
    await dataSource.initialize();
  } catch (error) {
    throw unusable(error, url);
  }
  try {
    refuseOldServer(await versionOf(dataSource));
    await migrate(dataSource);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

async function versionOf(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<{ server_version_num: string }[]>('SHOW server_version_num');
  return Number(row?.server_version_num);
}

/**
 * @param version as in PostgreSQL's `server_version_num`
 * @throws DatabaseError when the server lacks what the schema needs
 */
export function refuseOldServer(version: number): void {
  const major = Math.floor(version / 10_000);
  if (major >= OLDEST_SERVER) return;
  throw new DatabaseError(
    `The database server is PostgreSQL ${major}, but Marcador needs ${OLDEST_SERVER} or later: ` +
      'upgrade it, or set DATABASE_URL to another server.',
  );
}

/** Any fixed number: two nodes that start together must not both run a migration. */
const MIGRATION_LOCK = 7_134_002;

async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await withoutTimeLimit(runner.manager, async () => {
      await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      // On the same connection: a pool may have no second one.
      const executor = new MigrationExecutor(dataSource, runner);
      executor.transaction = 'each';
      await executor.executePendingMigrations();
    });
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}
