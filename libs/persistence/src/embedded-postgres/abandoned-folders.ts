import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

/** The file in a relocated folder that names the data folder it stands for. */
export const ORIGIN = 'origin';

/**
 * Removes relocated data whose data folder was below the system's temporary folder and is gone: tests and benches of
 * root would fill the system folder otherwise. Data of other folders stay: theirs may only be unmounted. A server that
 * still runs on removed data ends by itself, for it looks after its `postmaster.pid`.
 */
export async function removeAbandoned(systemFolder: string): Promise<void> {
  const temporary = (await realpath(tmpdir())) + sep;
  for (const entry of await readdir(systemFolder).catch(() => [])) {
    const root = join(systemFolder, entry);
    const origin = await readFile(join(root, ORIGIN), 'utf8').catch(() => undefined);
    if (origin === undefined || !origin.startsWith(temporary) || existsSync(origin)) continue;
    await rm(root, { recursive: true, force: true });
  }
}
