import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KEY_BYTES, SecretBox } from '@marcador/platform/secret-box.js';
import type { Configuration } from '../configuration.schema.js';
import { isKey } from '../schema-parts.js';
import { StartupError } from './startup-error.js';

const HEADING =
  "# Seals the secrets in the database of Marcador. Without it they have to be given again: keep a copy, apart from the database's.\n";

/**
 * What the secrets in the database are sealed with: the configured keys, those of the configured file, or one that is made
 * at the first start and kept in `<dataDir>/secrets.key`. To be called by one process at a time.
 * @throws StartupError
 */
export async function secretBox({ secrets, dataDir }: Configuration): Promise<SecretBox> {
  const { keys, keyFile } = secrets;
  if (keys !== undefined)
    return boxOf(
      keys.map((key) => Buffer.from(key, 'base64')),
      'secrets.keys',
    );
  const file = keyFile ?? join(dataDir, 'secrets.key');
  const text = (await read(file, keyFile !== undefined)) ?? (await make(file));
  return boxOf(keysIn(text, file), file);
}

async function read(file: string, hasToBeThere: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !hasToBeThere) return undefined;
    throw new StartupError(
      `The key file ${file} cannot be read (${code}): put it back and let the service read it, or make one with "openssl rand -base64 32" and name it in secrets.keyFile.`,
    );
  }
}

/** On the disk before anything is sealed with it. */
async function make(file: string): Promise<string> {
  const text = `${HEADING}${randomBytes(KEY_BYTES).toString('base64')}\n`;
  const temporary = `${file}.new`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, text, { mode: 0o600, flush: true });
    await rename(temporary, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartupError(
      `The key file ${file} cannot be written (${code}): set dataDir to a folder that the service may write.`,
    );
  }
  return text;
}

function keysIn(text: string, file: string): Buffer[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.flatMap((line, at) => {
    if (line === '' || line.startsWith('#')) return [];
    if (isKey(line)) return [Buffer.from(line, 'base64')];
    throw new StartupError(
      `Line ${at + 1} of the key file ${file} is no key: put the file back as it was. A key is what "openssl rand -base64 32" prints.`,
    );
  });
}

function boxOf([newest, ...former]: readonly Buffer[], where: string): SecretBox {
  if (newest === undefined)
    throw new StartupError(
      `There is no key in ${where}: put the file back as it was, or make a key with "openssl rand -base64 32".`,
    );
  return new SecretBox(newest, former);
}
