import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { DatabaseError } from '../database.error.js';

/** The user a server process runs as. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

const UNPRIVILEGED_USERS = ['postgres', 'nobody'];

/**
 * Whom to run the server as: PostgreSQL refuses to run as root. `undefined` stands for the user of this process.
 *
 * @param cluster folder of an existing cluster: only its owner may run it
 * @throws DatabaseError when this is root and the system has no other user to offer
 */
export async function serverIdentity(cluster: string): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of UNPRIVILEGED_USERS) {
    const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)]);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new DatabaseError(
    'PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody": ' +
      'start as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
  );
}

async function idOf(flag: string, name: string): Promise<number | undefined> {
  const answer = await promisify(execFile)('id', [flag, name]).catch(() => undefined);
  return answer === undefined ? undefined : Number(answer.stdout);
}
