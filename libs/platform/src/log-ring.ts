import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How much of the log is kept on disk. */
export interface LogRingOptions {
  /** It is made when it is missing. */
  readonly folder: string;
  /** A file is full when it has so many. */
  readonly fileBytes: number;
  /** Full ones and the present one; the oldest gives way. */
  readonly files: number;
}

const FILE = /^marcador(?:\.(\d+))?\.log$/;
const nameOf = (age: number) => (age === 0 ? 'marcador.log' : `marcador.${age}.log`);

/**
 * The last of the log on disk, in a number of files: `marcador.log`, before it `marcador.1.log`, and so on.
 *
 * Lines are written at once, so that those before a crash are there. When the disk does not take them they are lost and
 * the service goes on; the next line tries again.
 */
export class LogRing {
  private file: number | undefined;
  private size = 0;
  private broken = false;

  /** @param onTrouble is told once when lines begin to be lost */
  constructor(
    private readonly options: LogRingOptions,
    private readonly onTrouble: (error: Error) => void,
  ) {}

  write(line: string): void {
    try {
      const bytes = Buffer.from(line);
      this.file ??= this.open();
      if (this.size > 0 && this.size + bytes.length > this.options.fileBytes) this.file = this.turn();
      writeSync(this.file, bytes);
      this.size += bytes.length;
      this.broken = false;
    } catch (error) {
      this.close();
      if (!this.broken) this.onTrouble(error as Error);
      this.broken = true;
    }
  }

  close(): void {
    if (this.file === undefined) return;
    const file = this.file;
    this.file = undefined;
    try {
      closeSync(file);
    } catch {
      // It could not be written either.
    }
  }

  private open(): number {
    const { folder } = this.options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = openSync(join(folder, nameOf(0)), 'a', 0o600);
    this.size = fstatSync(file).size;
    return file;
  }

  private turn(): number {
    this.close();
    const { folder, files } = this.options;
    for (const age of agesIn(folder).sort((a, b) => b - a)) {
      const path = join(folder, nameOf(age));
      if (age + 1 >= files) rmSync(path);
      else renameSync(path, join(folder, nameOf(age + 1)));
    }
    return this.open();
  }
}

/**
 * The lines that a {@link LogRing} has kept, oldest first, as they were when this was called: what is written or gives
 * way meanwhile changes nothing.
 */
export async function* linesOf(folder: string): AsyncGenerator<string> {
  const kept = await openAll(folder);
  try {
    for (const { handle, size } of kept) {
      const input = handle.createReadStream({ end: size - 1, autoClose: false });
      yield* createInterface({ input, crlfDelay: Infinity });
    }
  } finally {
    await Promise.all(kept.map(({ handle }) => handle.close()));
  }
}

async function openAll(folder: string): Promise<{ handle: FileHandle; size: number }[]> {
  const kept = [];
  for (const age of agesIn(folder).sort((a, b) => b - a)) {
    const handle = await open(join(folder, nameOf(age))).catch(() => undefined);
    if (handle === undefined) continue;
    const { size } = await handle.stat();
    if (size > 0) kept.push({ handle, size });
    else await handle.close();
  }
  return kept;
}

function agesIn(folder: string): number[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      const [found, age = '0'] = FILE.exec(name) ?? [];
      return found === undefined ? [] : [Number(age)];
    });
  } catch {
    return [];
  }
}
