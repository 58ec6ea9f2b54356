import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Jest calls this once per project, all in one process: the server is started by the first call. */
export default async function globalSetup() {
  globalThis.marcadorTestDatabase ??= start();
  const { url } = await globalThis.marcadorTestDatabase;
  process.env.MARCADOR_TEST_SERVER = url;
}

async function start() {
  const { startEmbeddedPostgres, openDataSource } = await built();
  const dataDir = await mkdtemp(join(tmpdir(), 'marcador-test-'));
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  const stop = async () => {
    await server.stop();
    await rm(server.location, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  };
  // Jest does not tear down when it is interrupted, and the server does not hear of Ctrl-C.
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  }
  try {
    await makeTemplate(server.url, openDataSource);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, stop };
}

/** A database that has been migrated once, of which each test file gets a copy. */
async function makeTemplate(serverUrl, openDataSource) {
  const outside = await openDataSource({ url: serverUrl });
  await outside.query('CREATE DATABASE marcador_template');
  const template = await openDataSource({ url: serverUrl.replace(/[^/]*$/, 'marcador_template') });
  await template.destroy();
  await outside.destroy();
}

async function built() {
  try {
    const [launcher, dataSource] = await Promise.all([
      import('../../libs/persistence/dist/embedded-postgres/embedded-postgres.js'),
      import('../../libs/persistence/dist/data-source.js'),
    ]);
    return { ...launcher, ...dataSource };
  } catch (cause) {
    throw new Error('The tests need the compiled libs/persistence: run "npm run build" first.', { cause });
  }
}
