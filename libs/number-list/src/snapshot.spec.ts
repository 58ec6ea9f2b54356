import { mkdtemp, open, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSnapshot, UnusableSnapshotError, writeSnapshot } from './snapshot.js';
import { neighbours, packed, wrongAnswers } from '../../../test/support/packed-list.js';

describe('a snapshot', () => {
  const label = { stamp: '6f0f0c54-3a0a-4a57-9d6b-0d7a2b9f1c11', version: 7 };
  const given = Array.from({ length: 30_000 }, (_, index) => 5_541_900_000_000 + index * 3);
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marcador-snapshot-'));
    path = join(folder, 'list');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is read as the list that was written, and is the only file left', async () => {
    await writeSnapshot(path, await packed([1]), { ...label, version: 6 });
    await writeSnapshot(path, await packed(given), label);
    const read = await readSnapshot(path);
    expect(read.label).toEqual(label);
    expect(read.list.count).toBe(given.length);
    expect(wrongAnswers(read.list, new Set(given), neighbours(given))).toEqual([]);
    expect(await readdir(folder)).toEqual(['list']);
  });

  it('of an empty list is read, too', async () => {
    await writeSnapshot(path, await packed([]), label);
    expect((await readSnapshot(path)).list.count).toBe(0);
  });

  it.each([0, 9, 12, 17, 33, 37, 42, 50, 65, 100, 300, 50_000])(
    'is refused when its byte %i is another one',
    async (position) => {
      await writeSnapshot(path, await packed(given), label);
      const file = await open(path, 'r+');
      const byte = Buffer.alloc(1);
      await file.read(byte, 0, 1, position);
      await file.write(Buffer.of((byte[0] as number) ^ 0x55), 0, 1, position);
      await file.close();
      await expect(readSnapshot(path)).rejects.toThrow(UnusableSnapshotError);
    },
  );

  it('is refused when it is cut off', async () => {
    await writeSnapshot(path, await packed(given), label);
    await truncate(path, 1000);
    await expect(readSnapshot(path)).rejects.toThrow(UnusableSnapshotError);
    await truncate(path, 10);
    await expect(readSnapshot(path)).rejects.toThrow(UnusableSnapshotError);
  });
});
