import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../apps/dialer/dist/main.js', import.meta.url));

/** What the service writes when it serves, with MARCADOR_READY_JSON=1. */
export interface ReadyLine {
  readonly ready: true;
  readonly url: string;
  readonly fingerprint256: string;
}

/** The service as a process of its own, as it is installed. */
export class DialerProcess {
  /** What it has said to people and programs, line by line. */
  readonly lines: string[] = [];
  /** Its log, and why it could not start. */
  errors = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  /** @param cwd where its configuration file is looked for */
  constructor(cwd: string, environment: Record<string, string> = {}) {
    const { PATH } = process.env;
    this.child = spawn(process.execPath, [MAIN], {
      cwd,
      env: { PATH, MARCADOR_READY_JSON: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.lines.push(line));
    this.child.stderr!.on('data', (piece: Buffer) => (this.errors += piece.toString('utf8')));
  }

  /** Resolves once it serves. Rejects with what it said when it ends before. */
  async ready(): Promise<ReadyLine> {
    const isReady = (line: string) => line.startsWith('{"ready":true');
    const gone = this.ended.then((code) => {
      throw new Error(`The service ended with ${code}: ${this.errors}`);
    });
    while (!this.lines.some(isReady)) await Promise.race([once(this.child.stdout!, 'data'), gone]);
    return JSON.parse(this.lines.find(isReady)!) as ReadyLine;
  }

  /** Resolves with the exit code once it has ended. */
  exit(): Promise<number | null> {
    return this.ended;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
