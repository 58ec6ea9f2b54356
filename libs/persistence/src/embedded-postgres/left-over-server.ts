import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseError } from '../database.error.js';
import { takeOwnership } from './ownership.js';
import type { ServerProcess } from './server-process.js';

const PATIENCE_MS = 2000;
const RETRY_MS = 50;

/** What connecting to a server tells while it starts up or shuts down (SQLSTATE class 57P). */
const IN_TRANSITION = '57P03';
/** Its owner was killed before it made the database. */
const NO_DATABASE = '3D000';
/** What connecting tells when the record is stale: nothing listens, or a server that is not ours. */
const NOT_OURS = new Set(['ECONNREFUSED', '28P01', '28000', 'ECONNRESET']);

/**
 * Stops the server that a killed process left running on the data, if there is one.
 *
 * @returns whether there was one
 * @throws DatabaseError when the process that started it is alive
 */
export async function endLeftOverServer(
  server: ServerProcess,
  urlAt: (port: number) => Promise<string>,
  dataDir: string,
): Promise<boolean> {
  const port = await server.recordedPort();
  if (port === undefined) return false;
  const state = await probe(await urlAt(port), dataDir);
  if (state === 'gone') {
    await server.forget();
    return false;
  }
  await server.stop();
  return true;
}

async function probe(url: string, dataDir: string): Promise<'abandoned' | 'gone'> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const ownership = await takeOwnership(url, dataDir);
      await ownership.release();
      return 'abandoned';
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (code === NO_DATABASE) return 'abandoned';
      if (error instanceof DatabaseError) throw error;
      if (code !== IN_TRANSITION && !NOT_OURS.has(code)) throw unanswered(dataDir, error as Error);
      if (Date.now() > deadline) return code === IN_TRANSITION ? 'abandoned' : 'gone';
      await delay(RETRY_MS);
    }
  }
}

function unanswered(dataDir: string, error: Error): DatabaseError {
  return new DatabaseError(
    `A PostgreSQL runs on ${dataDir} but cannot be asked whose it is (${error.message}): end it, then start again.`,
  );
}
