import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

/** Where a program is installed; `undefined` when it is not. */
function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Like `describe`; says so and skips where a program is missing. */
export function describeWith(
  programs: Readonly<Record<string, string>>,
  title: string,
  tests: () => void,
): void {
  const missing = Object.entries(programs).filter(([program]) => findProgram(program) === undefined);
  if (missing.length === 0) {
    describe(title, tests);
    return;
  }
  const reason = missing
    .map(([program, debianPackage]) => `${program} (Debian package ${debianPackage})`)
    .join(', ');
  process.stderr.write(`Skipped: ${title}: not installed: ${reason}\n`);
  describe.skip(`${title} [not installed: ${reason}]`, tests);
}

/** A program that a test started, in a temporary folder of its own. Stopped by its process id. */
export class Program {
  private output = '';
  private readonly exited: Promise<number | null>;
  private readonly watchers = new Set<() => void>();
  private hasExited = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly folder: string,
  ) {
    const keep = (chunk: Buffer) => {
      this.output += chunk.toString('utf8');
      for (const watcher of this.watchers) watcher();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    this.exited = new Promise((resolve) => {
      child.once('exit', (code) => {
        this.hasExited = true;
        for (const watcher of this.watchers) watcher();
        resolve(code);
      });
    });
  }

  /**
   * @param prepare writes the program's files into its folder and returns its arguments
   * @param detached whether it leads a process group of its own
   */
  static start(
    name: string,
    prepare: (folder: string) => readonly string[],
    { detached = false }: { readonly detached?: boolean } = {},
  ): Program {
    const path = findProgram(name);
    if (path === undefined) throw new Error(`${name} is not installed`);
    const folder = mkdtempSync(join(tmpdir(), `marcador-${name}-`));
    const options = {
      cwd: folder,
      detached,
      env: { ...process.env, TERM: 'dumb' },
      stdio: ['ignore', 'pipe', 'pipe'] as const,
    };
    return new Program(spawn(path, prepare(folder), { ...options, stdio: [...options.stdio] }), folder);
  }

  /** Waits until it has written that it is ready; when it ends instead, its folder goes too. */
  async ready(pattern: RegExp): Promise<void> {
    try {
      await this.wrote(pattern);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Waits until it listens on a port of 127.0.0.1, for UDP or TCP or for that alone; when it ends instead, its folder goes too. */
  async listens(port: number, protocol?: 'udp' | 'tcp'): Promise<void> {
    while (!isBound(port, protocol === undefined ? ['udp', 'tcp'] : [protocol])) {
      if (this.hasExited) {
        await this.stop();
        throw new Error(`It ended and never listened on ${port}:\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** What it has written so far, to both of its outputs. */
  get text(): string {
    return this.output;
  }

  /** Resolves when its output matches so many times; rejects when it ends before. */
  async wrote(pattern: RegExp, times = 1): Promise<void> {
    const global = new RegExp(pattern, 'g');
    await new Promise<void>((resolve, reject) => {
      const check = () => {
        if ((this.output.match(global)?.length ?? 0) >= times) resolve();
        else if (this.hasExited)
          reject(new Error(`It ended without writing ${String(pattern)}:\n${this.output}`));
        else return;
        this.watchers.delete(check);
      };
      this.watchers.add(check);
      check();
    });
  }

  /** Resolves with its exit code. */
  exit(): Promise<number | null> {
    return this.exited;
  }

  /**
   * Ends it and the processes it started without a chance to say goodbye; needs a group of its own. Its folder stays
   * until `stop`.
   */
  async kill(): Promise<void> {
    const { pid } = this.child;
    if (pid === undefined || this.hasExited) return;
    process.kill(-pid, 'SIGKILL');
    await this.exited;
    // What it had started is the init process's to collect; until then the group is there.
    while (isThere(-pid)) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Ends it if it still runs, and removes its folder. */
  async stop(): Promise<void> {
    if (!this.hasExited) {
      this.child.kill('SIGTERM');
      const killer = setTimeout(() => this.child.kill('SIGKILL'), 3000);
      await this.exited;
      clearTimeout(killer);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Whether a process, or one of a group where the id is negative, is there; one that has ended but not been collected is. */
function isThere(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

/** Whether somebody has the port (`man 5 proc`, "/proc/net/udp"): to ask it itself would be a message to it. */
function isBound(port: number, protocols: readonly string[]): boolean {
  const address = `: 0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 `;
  return protocols.some((protocol) => readFileSync(`/proc/net/${protocol}`, 'utf8').includes(address));
}
