import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@marcador/persistence/embedded-postgres/embedded-postgres.js';
import type { Figure } from './figure.js';

/** The figures of a bench that has a database of its own, and a folder, both gone after it. */
export async function* withDatabase(
  bench: (url: string, folder: string) => AsyncIterable<Figure>,
  durable = true,
): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'marcador-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable });
  try {
    yield* bench(postgres.url, folder);
  } finally {
    await postgres.stop();
    await rm(postgres.location, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }
}
