import { openDataSource } from '@marcador/persistence/data-source.js';
import { randomUUID } from 'node:crypto';

/** A database of one test file's own. */
export interface TestDatabase {
  readonly url: string;
  /** Has PostgreSQL end the sessions of programs with a name like this (SQL). @returns how many there were */
  endSessions(nameLike: string): Promise<number>;
  /** Removes it, ending the sessions that are still open. */
  dropped(): Promise<void>;
}

/** Makes a database with the complete schema and no data but those of the migrations. Call it once per test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(`CREATE DATABASE ${name} TEMPLATE marcador_template`);
  return {
    url: serverUrl().replace(/[^/]*$/, name),
    endSessions: async (nameLike) => {
      const ended = await execute(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND application_name LIKE '${nameLike}'`,
      );
      return ended.length;
    },
    dropped: async () => void (await execute(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

function serverUrl(): string {
  const url = process.env['MARCADOR_TEST_SERVER'];
  if (url === undefined)
    throw new Error('No test server: run the tests by Jest, whose global setup starts it.');
  return url;
}

async function execute(sql: string): Promise<unknown[]> {
  const server = await openDataSource({ url: serverUrl(), poolSize: 1 });
  try {
    return await server.query(sql);
  } finally {
    await server.destroy();
  }
}
