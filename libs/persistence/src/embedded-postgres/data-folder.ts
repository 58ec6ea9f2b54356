import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, readlink, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseError } from '../database.error.js';
import { ORIGIN, removeAbandoned } from './abandoned-folders.js';
import { canEnter } from './run-as.js';
import type { Identity } from './server-identity.js';

/** Where root's servers keep what they cannot keep in the folder they were given. */
export const SYSTEM_FOLDER = '/var/lib/marcador';

/** The files of one embedded server. */
export interface DataFolder {
  readonly root: string;
  readonly cluster: string;
  readonly password: string;
  readonly log: string;
}

/** The layout of a data folder. */
export function layoutOf(root: string): DataFolder {
  return {
    root,
    cluster: join(root, 'cluster'),
    password: join(root, 'password'),
    log: join(root, 'postgres.log'),
  };
}

/**
 * Makes the data folder ready for the user who runs the server.
 *
 * Where that user cannot get into `dataDir` (it lies below root's home), the data lie in a folder of their own below
 * `systemFolder` instead, named after `dataDir`, and the link `dataDir/relocated` points there. A `dataDir` without
 * that link is new, whatever an earlier one of the same path left behind: removing `dataDir` removes the data.
 *
 * @returns the folder that holds the data, and whether the data of an earlier `dataDir` lie in it and have to go
 * @throws DatabaseError when a folder cannot be written, or holds the data of another `dataDir`
 */
export async function prepareDataFolder(
  dataDir: string,
  identity: Identity | undefined,
  systemFolder: string,
): Promise<{ readonly folder: DataFolder; readonly orphaned: boolean }> {
  await writing(dataDir, () => mkdir(dataDir, { recursive: true, mode: 0o700 }));
  if (identity === undefined) return { folder: layoutOf(dataDir), orphaned: false };
  if (!(await canEnter(identity, dirname(dataDir)))) return relocate(dataDir, identity, systemFolder);
  await writing(dataDir, () => giveTo(identity, dataDir));
  return { folder: layoutOf(dataDir), orphaned: false };
}

async function relocate(dataDir: string, identity: Identity, systemFolder: string) {
  await removeAbandoned(systemFolder);
  const origin = await realpath(dataDir);
  const root = join(systemFolder, createHash('sha256').update(origin).digest('hex').slice(0, 16));
  const link = join(dataDir, 'relocated');
  const target = await readlink(link).catch(() => undefined);
  if (target !== undefined && target !== root) {
    throw new DatabaseError(
      `The database of ${dataDir} was made at another path and lies in ${target}: ` +
        `move the folder back to where it was, or remove ${dataDir} to begin with an empty database.`,
    );
  }
  await writing(systemFolder, async () => {
    await mkdir(systemFolder, { recursive: true, mode: 0o755 });
    await mkdir(root, { recursive: true, mode: 0o700 });
    await writeFile(join(root, ORIGIN), origin);
    await giveTo(identity, root);
  });
  if (!(await canEnter(identity, root))) {
    throw new DatabaseError(
      `PostgreSQL cannot run as root, and the user it would run as cannot get into ${systemFolder}: ` +
        'make that folder readable for all, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  return { folder: layoutOf(root), orphaned: target === undefined };
}

/** Marks relocated data as those of `dataDir`; done last, so that a start that failed half-way is begun anew. */
export async function linkRelocated(dataDir: string, folder: DataFolder): Promise<void> {
  if (folder.root === dataDir) return;
  await symlink(folder.root, join(dataDir, 'relocated')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Removes what an earlier server left. */
export async function emptyDataFolder(folder: DataFolder): Promise<void> {
  for (const entry of [folder.cluster, folder.password, folder.log]) {
    await rm(entry, { recursive: true, force: true });
  }
}

/** The password of the database's owner, made at the first start and readable by the server's user alone. */
export async function passwordOf(folder: DataFolder, identity: Identity | undefined): Promise<string> {
  const stored = await readFile(folder.password, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unwritable(folder.root, error);
  });
  if (stored !== undefined) return stored;
  if (existsSync(folder.cluster)) {
    throw new DatabaseError(
      `The file ${folder.password} is missing, without which the database beside it cannot be opened: ` +
        'put it back, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  const password = randomBytes(24).toString('base64url');
  await writing(folder.root, async () => {
    await writeFile(folder.password, password, { mode: 0o600 });
    if (identity !== undefined) await chown(folder.password, identity.uid, identity.gid);
  });
  return password;
}

async function giveTo(identity: Identity, folder: string): Promise<void> {
  await chown(folder, identity.uid, identity.gid);
  await chmod(folder, 0o700);
}

/** Does something that writes to `folder`, and says so when it cannot. */
export async function writing<T>(folder: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw unwritable(folder, error as NodeJS.ErrnoException);
  }
}

function unwritable(folder: string, error: NodeJS.ErrnoException): DatabaseError {
  return new DatabaseError(
    `The embedded PostgreSQL cannot use the folder ${folder} (${error.code ?? error.message}): ` +
      'make it writable, name another one, or set DATABASE_URL to a PostgreSQL server.',
  );
}
