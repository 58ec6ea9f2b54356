import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Takes a folder for this process, by a file beside it with the process's id.
 * @returns gives it back
 * @throws Error with a sentence when a process that lives has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = `${folder}.lock`;
  await mkdir(dirname(file), { recursive: true });
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (isAnotherThatLives(owner))
      throw new Error(
        `The sandbox runs here already, as process ${owner}: stop it, or start this one in another folder. If that process is something else, delete ${file}.`,
      );
    await rm(file, { force: true });
  }
}

/** In a container that was started anew, an id is likely to be one's own. */
function isAnotherThatLives(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
