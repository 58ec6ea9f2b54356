import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/ports.js';

const CLOCK_TICKS_PER_SECOND = 100;

/** A sipp that plays a scenario of the bench. */
export class Sipp {
  private constructor(
    private readonly child: ChildProcess,
    private readonly responseTimesFile: string,
    readonly port: number,
  ) {}

  /** @param folder where it looks for audio and writes its response times */
  static async start(scenario: string, args: readonly string[] = [], folder = tmpdir()): Promise<Sipp> {
    const port = await freePort();
    const file = fileURLToPath(new URL(`../../bench/scenarios/${scenario}.xml`, import.meta.url));
    const child = spawn(
      'sipp',
      ['-sf', file, '-i', '127.0.0.1', '-p', String(port), '-nostdin', '-buff_size', '4000000', ...args],
      { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TERM: 'dumb' } },
    );
    child.on('error', () => {
      process.stderr.write('sipp cannot be started: install it (Debian package sip-tester).\n');
      process.exit(1);
    });
    await once(child, 'spawn');
    return new Sipp(child, join(folder, `${scenario}_${child.pid}_rtt.csv`), port);
  }

  /** CPU seconds used so far. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
  }

  /** Resolves with its exit code and the CPU seconds it used, looked at every 20 ms. */
  async finish(): Promise<{ code: number | null; cpuSeconds: number }> {
    let cpuSeconds = 0;
    const look = setInterval(() => {
      cpuSeconds = this.cpuSeconds();
    }, 20);
    const [code] = (await once(this.child, 'exit')) as [number | null];
    clearInterval(look);
    return { code, cpuSeconds };
  }

  /** Its response times so far, ms, where it was started with `-trace_rtt`. */
  async responseTimes(): Promise<number[]> {
    const rows = (await readFile(this.responseTimesFile, 'utf8')).trimEnd().split('\n').slice(1);
    return rows.map((row) => Number(row.split(';')[1]));
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}
