import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Packs a package as it lies in its folder: what npm would publish of it. Runs no script of the package, for whoever
 * builds it is at work already.
 * @throws Error with what npm says
 */
export async function packFolder(folder: string): Promise<Uint8Array> {
  const place = await mkdtemp(join(tmpdir(), 'marcador-pack-'));
  try {
    const isWindows = process.platform === 'win32';
    const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', place];
    await run('npm', args, { cwd: folder, shell: isWindows });
    const [file = ''] = await readdir(place);
    return await readFile(join(place, file));
  } catch (error) {
    const { stderr = '', message } = error as Error & { readonly stderr?: string };
    throw new Error(`${folder} cannot be packed: ${stderr.trim() || message}`);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
