import { message, MessageError } from '@marcador/messages/message.js';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';

/** How large a package may be. */
export interface PackageLimits {
  readonly packedMegabytes: number;
  readonly unpackedMegabytes: number;
  readonly files: number;
}

export const PACKAGE_LIMITS: PackageLimits = { packedMegabytes: 16, unpackedMegabytes: 64, files: 10_000 };

const MEGABYTE = 1024 * 1024;
/** npm's longest are half of it; a header of its own would take millions. */
const LONGEST_NAME = 512;
const unzip = promisify(gunzip);

/** The files of a package by their paths, such as `dist/index.js`: relative, with `/`, never leading out. */
export type PackageFiles = ReadonlyMap<string, Buffer>;

/**
 * Reads a packed npm package in memory: nothing of it touches the disk before all of it is known to be harmless.
 * @throws MessageError when it is too large, packed or unpacked, or holds anything but plain files inside of it
 */
export async function readArchive(packed: Uint8Array, limits = PACKAGE_LIMITS): Promise<PackageFiles> {
  if (packed.byteLength > limits.packedMegabytes * MEGABYTE)
    throw new MessageError(message('plugin-too-large', { megabytes: limits.packedMegabytes }));
  const tar = await inflated(packed, limits);
  const files = new Map<string, Buffer>();
  const entries = extract();
  Readable.from([tar]).pipe(entries);
  try {
    for await (const entry of entries) {
      const { header } = entry;
      const content: Buffer[] = [];
      for await (const piece of entry as AsyncIterable<Buffer>) content.push(piece);
      if (header.type === 'directory') continue;
      const path = pathOf(header);
      if (files.has(path)) throw unsafe(header.name);
      if (files.size === limits.files) throw unpacksTooLarge(limits);
      files.set(path, Buffer.concat(content));
    }
  } catch (error) {
    throw error instanceof MessageError ? error : notPackage();
  }
  if (files.size === 0) throw notPackage();
  return files;
}

async function inflated(packed: Uint8Array, limits: PackageLimits): Promise<Buffer> {
  try {
    return await unzip(packed, { maxOutputLength: limits.unpackedMegabytes * MEGABYTE });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? unpacksTooLarge(limits)
      : notPackage();
  }
}

/** Below the one folder that npm puts everything into. */
function pathOf({ name, type }: Header): string {
  if (name.length > LONGEST_NAME) throw unsafe(name);
  const [root = '', ...parts] = name.split('/');
  // A byte that a file system takes for something else than a part of a name, or that no name has.
  const isOdd = /[\\:\u0000-\u001f]/.test(name);
  const leadsOut = [root, ...parts].some((part) => part === '' || part === '.' || part === '..');
  if (type !== 'file' || isOdd || leadsOut || parts.length === 0) throw unsafe(name);
  return parts.join('/');
}

function unsafe(file: string): MessageError {
  return new MessageError(message('plugin-unsafe-file', { file: file.slice(0, 200) }));
}

function unpacksTooLarge({ unpackedMegabytes: megabytes, files }: PackageLimits): MessageError {
  return new MessageError(message('plugin-unpacks-too-large', { megabytes, files }));
}

function notPackage(): MessageError {
  return new MessageError(message('plugin-not-package'));
}
