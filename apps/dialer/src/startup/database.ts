import { join } from 'node:path';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { startEmbeddedPostgres } from '@marcador/persistence/embedded-postgres/embedded-postgres.js';
import type { Log } from '@marcador/platform/logging.js';
import type { DataSource } from 'typeorm';
import type { Configuration } from '../configuration.schema.js';

/** The service's database, migrated and connected. */
export interface OpenDatabase {
  readonly dataSource: DataSource;
  /** Disconnects, and stops an embedded server. */
  close(): Promise<void>;
}

/**
 * Connects to the configured PostgreSQL, or starts an embedded one.
 * @throws DatabaseError
 */
export async function openDatabase(configuration: Configuration, log: Log): Promise<OpenDatabase> {
  const { url } = configuration.database;
  if (url !== undefined) {
    const dataSource = await openDataSource({ url });
    return { dataSource, close: () => disconnect(dataSource) };
  }
  const server = await startEmbeddedPostgres({
    dataDir: configuration.database.dataDir ?? join(configuration.dataDir, 'postgres'),
    log: (message) => log.info({}, message),
  });
  try {
    const dataSource = await openDataSource({ url: server.url });
    const close = async () => {
      await disconnect(dataSource);
      await server.stop();
    };
    return { dataSource, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Nest, once it runs, has disconnected already. */
async function disconnect(dataSource: DataSource): Promise<void> {
  if (dataSource.isInitialized) await dataSource.destroy();
}
