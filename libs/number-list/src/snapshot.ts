import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { Directory } from './directory.js';
import { PackedNumbers, SEGMENT_WORDS } from './packed-numbers.js';

/*
 * The file, all of it little-endian: 64 bytes of header, the lengths of the segments (32 bits), the prefixes (64-bit floats), the places (32 bits), the lengths
 * (16 bits), the segments (16-bit words), each segment full up to its last block.
 *
 *   0  8  magic           32  4  blocks
 *   8  4  format          36  4  segments
 *  12  4  CRC-32 of all   40  8  words of all segments
 *         that follows    48 16  stamp
 *  16  8  count
 *  24  8  version
 */
const MAGIC = 'MARCDNUM';
const FORMAT = 1;
const HEADER_BYTES = 64;
const CHECKED_FROM = 16;
const STAMP_BYTES = 16;
/** Between two turns of the event loop: some milliseconds for the checksum. */
const CHUNK_BYTES = 8 * 2 ** 20;

/** Which state of which list a snapshot is of. */
export interface SnapshotLabel {
  /** Of the list's state: a UUID, which no other state of any list has. */
  readonly stamp: string;
  /** How many times the list had changed. */
  readonly version: number;
}

/** Why a snapshot is not used: it is another format, cut off, or not what was written. */
export class UnusableSnapshotError extends Error {}

/** Writes the list to a file, aside first: whoever reads the path finds the former snapshot or the whole of this one. */
export async function writeSnapshot(path: string, list: PackedNumbers, label: SnapshotLabel): Promise<void> {
  const aside = `${path}.new`;
  const { directory, segments, count } = list.parts;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 0, 'latin1');
  header.writeUInt32LE(FORMAT, 8);
  header.writeDoubleLE(count, 16);
  header.writeDoubleLE(label.version, 24);
  header.writeUInt32LE(directory.size, 32);
  header.writeUInt32LE(segments.length, 36);
  header.writeDoubleLE(
    segments.reduce((sum, { length }) => sum + length, 0),
    40,
  );
  header.write(label.stamp.replaceAll('-', ''), 48, STAMP_BYTES, 'hex');
  const lengths = Uint32Array.from(segments, ({ length }) => length);
  try {
    const file = await open(aside, 'w');
    try {
      let checksum = crc32(header.subarray(CHECKED_FROM));
      let position = HEADER_BYTES;
      for (const part of [lengths, directory.prefixes, directory.places, directory.lengths, ...segments]) {
        for (const chunk of chunksOf(part)) {
          checksum = crc32(chunk, checksum);
          await file.write(chunk, 0, chunk.length, position);
          position += chunk.length;
        }
      }
      header.writeUInt32LE(checksum, 12);
      await file.write(header, 0, HEADER_BYTES, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/**
 * Reads a snapshot in chunks; turns of the event loop go on meanwhile.
 *
 * @throws UnusableSnapshotError when it cannot be trusted; what the file system says when there is none
 */
export async function readSnapshot(path: string): Promise<{ list: PackedNumbers; label: SnapshotLabel }> {
  const file = await open(path, 'r');
  try {
    return await read(file);
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle) {
  const header = Buffer.alloc(HEADER_BYTES);
  const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
  if (bytesRead < HEADER_BYTES || header.toString('latin1', 0, 8) !== MAGIC)
    throw new UnusableSnapshotError('It is no snapshot of a list of numbers.');
  if (header.readUInt32LE(8) !== FORMAT) throw new UnusableSnapshotError('It has another format.');
  const blocks = header.readUInt32LE(32);
  const segmentCount = header.readUInt32LE(36);
  const words = header.readDoubleLE(40);
  const { size } = await file.stat();
  // Before room is made: what a damaged header says may be anything.
  if (size !== HEADER_BYTES + 4 * segmentCount + 14 * blocks + 2 * words)
    throw new UnusableSnapshotError('It is cut off, or longer than it says.');
  let checksum = crc32(header.subarray(CHECKED_FROM));
  let position = HEADER_BYTES;
  const fill = async <T extends NodeJS.TypedArray>(part: T): Promise<T> => {
    for (const chunk of chunksOf(part)) {
      const { bytesRead: got } = await file.read(chunk, 0, chunk.length, position);
      if (got < chunk.length) throw new UnusableSnapshotError('It was cut off while it was read.');
      checksum = crc32(chunk, checksum);
      position += chunk.length;
    }
    return part;
  };
  const segmentLengths = await fill(new Uint32Array(segmentCount));
  const inAll = segmentLengths.reduce((sum, length) => sum + length, 0);
  if (inAll !== words || segmentLengths.some((length) => length > SEGMENT_WORDS))
    throw new UnusableSnapshotError('Its segments are not as long as it says.');
  const prefixes = await fill(new Float64Array(blocks));
  const places = await fill(new Uint32Array(blocks));
  const lengths = await fill(new Uint16Array(blocks));
  const segments: Uint16Array[] = [];
  for (const length of segmentLengths) segments.push(await fill(new Uint16Array(length)));
  if (checksum !== header.readUInt32LE(12)) throw new UnusableSnapshotError('Its checksum is wrong.');
  const directory = new Directory(prefixes, places, lengths);
  return {
    list: new PackedNumbers({ count: header.readDoubleLE(16), directory, segments }),
    label: { stamp: uuidOf(header.toString('hex', 48, 64)), version: header.readDoubleLE(24) },
  };
}

function* chunksOf(part: NodeJS.TypedArray): Generator<Uint8Array> {
  const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
