import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

/** A program of ours that was started beside this one. */
export interface ChildProgram<Ready> {
  /** What it said in its line of JSON when it was ready. */
  readonly ready: Ready;
  /** Resolves with its exit code when it has ended, `null` if by a signal. */
  readonly ended: Promise<number | null>;
  /** Asks it to end in order, and waits until it has. */
  stop(): Promise<number | null>;
  /** Ends it as `kill -9` does. */
  kill(): Promise<number | null>;
}

/**
 * Starts a Node program that prints one line of JSON when it is ready. Its standard error goes to a file.
 * It is a process group of its own: Ctrl-C reaches this process, which then stops it in order.
 * @throws Error with what the program said when it ends before it is ready
 */
export async function startProgram<Ready>(
  name: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  logFile: string,
): Promise<ChildProgram<Ready>> {
  const child = spawn(process.execPath, args, {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const log = createWriteStream(logFile);
  child.stderr.pipe(log);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const ready = await Promise.race([firstJsonLine<Ready>(child), ended.then(() => undefined)]);
  if (ready === undefined) {
    await finished(log);
    throw new Error(`${name} did not start: ${await lastWords(logFile)}`);
  }
  return {
    ready,
    ended,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

function firstJsonLine<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"ready":true')) resolve(JSON.parse(line) as T);
    });
  });
}

/** What it said for people; its structured log stays in the file. */
async function lastWords(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8')).split('\n').filter((line) => line !== '');
  const sentences = lines.filter((line) => !line.startsWith('{'));
  return (
    (sentences.length > 0 ? sentences : lines).slice(-3).join('\n') || `nothing was said, see ${logFile}`
  );
}
