import { join } from 'node:path';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { startEmbeddedPostgres } from '@marcador/persistence/embedded-postgres/embedded-postgres.js';
import type { Log } from '@marcador/platform/logging.js';
import type { Configuration } from '../configuration.schema.js';
import { seedBuiltInInstances } from '../seeding/built-in-instances.js';
import { seedFirstMaster, type FirstMaster } from '../seeding/first-master.js';

/** The service's database server. */
export interface DatabaseServer {
  readonly url: string;
  /** Stops it, if it is ours. */
  stop(): Promise<void>;
}

/**
 * The configured PostgreSQL, or an embedded one, which is started.
 * @throws DatabaseError
 */
export async function databaseServer(configuration: Configuration, log: Log): Promise<DatabaseServer> {
  const { url, dataDir } = configuration.database;
  if (url !== undefined) return { url, stop: () => Promise.resolve() };
  return startEmbeddedPostgres({
    dataDir: dataDir ?? join(configuration.dataDir, 'postgres'),
    log: (message) => log.info({}, message),
  });
}

/**
 * Brings the schema up to date and stores what an installation has from the start.
 * @returns the first user, if this made it
 * @throws DatabaseError
 */
export async function prepareDatabase(
  url: string,
  masterPassword?: string,
): Promise<FirstMaster | undefined> {
  const dataSource = await openDataSource({ url, poolSize: 1 });
  try {
    await seedBuiltInInstances(dataSource);
    return await seedFirstMaster(dataSource, masterPassword);
  } finally {
    await dataSource.destroy();
  }
}
