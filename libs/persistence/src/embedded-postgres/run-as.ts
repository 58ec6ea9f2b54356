import { execFile } from 'node:child_process';
import { DatabaseError } from '../database.error.js';
import type { Identity } from './server-identity.js';

/** How a command ended. */
export interface CommandResult {
  readonly ok: boolean;
  /** What it wrote to both outputs, for an error message. */
  readonly output: string;
}

/**
 * Runs a short command as another user (or this one), from the root folder, for the present one may be closed to that
 * user. The environment is not handed on: PGDATA and its like would change what the command does.
 *
 * @throws DatabaseError when this process may not change the user
 */
export function runAs(
  identity: Identity | undefined,
  command: string,
  args: readonly string[],
  timeoutMs = 60_000,
): Promise<CommandResult> {
  const environment = {
    PATH: process.env['PATH'],
    SystemRoot: process.env['SystemRoot'],
    LC_ALL: 'C',
    TZ: 'UTC',
  };
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      { ...identity, cwd: '/', env: environment, timeout: timeoutMs, windowsHide: true },
      (error, stdout, stderr) => {
        if (error?.code === 'EPERM') {
          const message =
            'This process runs as root but may not start one as another user, which PostgreSQL needs: ' +
            'start as an ordinary user, or set DATABASE_URL to a PostgreSQL server.';
          reject(new DatabaseError(message));
          return;
        }
        resolve({ ok: error === null, output: `${stdout}\n${stderr}\n${error?.message ?? ''}` });
      },
    );
  });
}

/** Whether that user can go into the folder. */
export async function canEnter(identity: Identity, folder: string): Promise<boolean> {
  return (await runAs(identity, 'test', ['-x', folder])).ok;
}
