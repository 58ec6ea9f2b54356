import { readFile } from 'node:fs/promises';

/** @throws Error with one sentence when the file cannot be read */
export async function contentOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new Error(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}): check its name.`);
  }
}
