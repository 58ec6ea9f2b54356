import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf, LogRing } from './log-ring.js';

describe('the log on disk', () => {
  let above: string;
  let folder: string;
  beforeEach(async () => {
    above = await mkdtemp(join(tmpdir(), 'marcador-log-'));
    folder = join(above, 'logs');
  });
  afterEach(() => rm(above, { recursive: true, force: true }));

  const unexpected = (error: Error) => {
    throw error;
  };
  const ring = (onTrouble: (error: Error) => void = unexpected) =>
    new LogRing({ folder, fileBytes: 30, files: 3 }, onTrouble);
  const write = (to: LogRing, ...numbers: number[]) => {
    for (const number of numbers) to.write(`line ${String(number).padStart(4, '0')}\n`);
  };
  const kept = async () => {
    const numbers = [];
    for await (const line of linesOf(folder)) numbers.push(Number(line.slice(5)));
    return numbers;
  };

  it('keeps the last lines, in no more files and bytes than it may', async () => {
    const log = ring();
    write(log, ...Array.from({ length: 100 }, (_, index) => index));
    log.close();
    expect((await readdir(folder)).sort()).toEqual(['marcador.1.log', 'marcador.2.log', 'marcador.log']);
    expect(await kept()).toEqual([93, 94, 95, 96, 97, 98, 99]);
    for (const name of await readdir(folder))
      expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(30);
  });

  it('goes on after a restart, also with fewer files', async () => {
    const before = ring();
    write(before, 1, 2, 3, 4, 5);
    before.close();
    const after = new LogRing({ folder, fileBytes: 30, files: 2 }, unexpected);
    write(after, 6, 7);
    after.close();
    expect(await kept()).toEqual([4, 5, 6, 7]);
  });

  it('has each line at once', async () => {
    const log = ring();
    write(log, 1);
    expect(await readFile(join(folder, 'marcador.log'), 'utf8')).toBe('line 0001\n');
    log.close();
  });

  it('is for its owner alone', async () => {
    const log = ring();
    write(log, 1);
    log.close();
    expect((await stat(join(folder, 'marcador.log'))).mode & 0o077).toBe(0);
    expect((await stat(folder)).mode & 0o077).toBe(0);
  });

  it('loses lines that the disk does not take, says so once, and goes on', async () => {
    await writeFile(folder, 'in the way');
    const troubles: string[] = [];
    const log = ring((error) => troubles.push((error as NodeJS.ErrnoException).code ?? ''));
    write(log, 1, 2);
    expect(troubles).toEqual(['EEXIST']);
    await rm(folder);
    write(log, 3);
    log.close();
    expect(await kept()).toEqual([3]);
  });

  it('is read as it was when the reading began', async () => {
    const log = ring();
    write(log, 1, 2, 3, 4, 5);
    const lines = linesOf(folder);
    const first = await lines.next();
    write(log, ...Array.from({ length: 50 }, (_, index) => 100 + index));
    const rest = [];
    for await (const line of lines) rest.push(line);
    log.close();
    expect([first.value, ...rest]).toEqual(['line 0001', 'line 0002', 'line 0003', 'line 0004', 'line 0005']);
  });

  it('is empty when nothing was written', async () => {
    expect(await kept()).toEqual([]);
  });
});
