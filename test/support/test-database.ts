import { openDataSource } from '@marcador/persistence/data-source.js';
import { randomUUID } from 'node:crypto';

/** A database of one test file's own. */
export interface TestDatabase {
  readonly url: string;
  /** Removes it, ending the sessions that are still open. */
  dropped(): Promise<void>;
}

/** Makes a database with the complete schema and no data but those of the migrations. Call it once per test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(`CREATE DATABASE ${name} TEMPLATE marcador_template`);
  return {
    url: serverUrl().replace(/[^/]*$/, name),
    dropped: () => execute(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

function serverUrl(): string {
  const url = process.env['MARCADOR_TEST_SERVER'];
  if (url === undefined)
    throw new Error('No test server: run the tests by Jest, whose global setup starts it.');
  return url;
}

async function execute(sql: string): Promise<void> {
  const server = await openDataSource({ url: serverUrl(), poolSize: 1 });
  try {
    await server.query(sql);
  } finally {
    await server.destroy();
  }
}
