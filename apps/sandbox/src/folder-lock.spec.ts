import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from './folder-lock.js';

describe('the lock of a folder', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'marcador-lock-'));
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  const lock = () => lockFolder(join(parent, 'sandbox'));
  const heldBy = (pid: number | string) => writeFile(join(parent, 'sandbox.lock'), String(pid));

  it('is refused while a process that lives has it', async () => {
    await heldBy(process.ppid);
    await expect(lock()).rejects.toThrow(/runs here already, as process \d+: stop it/);
  });

  it.each([
    ['a process that has ended', () => String(spawnSync(process.execPath, ['-e', '']).pid)],
    ['nobody', () => ''],
  ])('is taken over from %s, and given back', async (_, owner) => {
    await heldBy(owner());
    await (
      await lock()
    )();
    await heldBy(process.ppid);
    await expect(lock()).rejects.toThrow(/runs here already/);
  });
});
