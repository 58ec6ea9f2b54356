import { randomUUID } from 'node:crypto';
import { mkdir, readdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HOST_PACKAGES, packageFolder } from './host-packages.js';
import type { PackedPlugin } from './packed-plugin.js';

/** Where the packages of a node are unpacked, each in a folder that is named by its hash. */
export class PackageFolders {
  constructor(private readonly root: string) {}

  /**
   * Unpacks a package anew, whatever lies there, with links to what the service lends to plugins.
   * @returns its folder, with no link on the way to it
   * @throws what the file system rejects with; nothing of it stays
   */
  async unpack({ sha512, files }: PackedPlugin): Promise<string> {
    const folder = this.of(sha512);
    const unfinished = join(this.root, `unfinished-${randomUUID()}`);
    try {
      for (const [path, content] of files) {
        const file = join(unfinished, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content, { flag: 'wx' });
      }
      await lendHostPackages(unfinished);
      await rm(folder, { recursive: true, force: true });
      await rename(unfinished, folder);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      throw error;
    }
    return realpath(folder);
  }

  remove(sha512: string): Promise<void> {
    return rm(this.of(sha512), { recursive: true, force: true });
  }

  /** Removes what former lives of the node have left. */
  async sweep(): Promise<void> {
    await mkdir(this.root, { recursive: true });
    const left = await readdir(this.root);
    await Promise.all(left.map((name) => rm(join(this.root, name), { recursive: true, force: true })));
  }

  private of(sha512: string): string {
    return join(this.root, sha512);
  }
}

async function lendHostPackages(folder: string): Promise<void> {
  for (const name of HOST_PACKAGES) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(await realpath(packageFolder(name)), link, 'junction');
  }
}
