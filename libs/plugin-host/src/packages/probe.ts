import { message, MessageError } from '@marcador/messages/message.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Worker } from 'node:worker_threads';
import { DeadlineError, withDeadline } from '../deadline.js';
import { reasonOf } from '../reason.js';
import type { ExtensionName } from './manifest.js';

/** It lies beside what is built of this one, whoever runs this. */
const THREAD = new URL('../../dist/packages/probe-thread.js', import.meta.url);
/** How long a plugin may take to be imported. */
export const IMPORT_DEADLINE_MS = 10_000;
/** How long it is watched after its import, in production. */
export const SETTLE_MS = 1000;
const MOST_MEGABYTES = 256;

/** What the thread answers. */
export type ProbeAnswer = { readonly declared: readonly ExtensionName[] } | { readonly failed: string };

/** What is to be tried. */
export interface Probed {
  /** The plugin's name, for the sentence. */
  readonly name: string;
  /** The URL of its entry. */
  readonly entry: string;
  /** How long the thread is kept after the import: what the entry has left behind may throw or exit only then. */
  readonly settleMs: number;
}

/**
 * A plugin's entry, and the modules that its definitions name, in a thread of their own, which is ended a while later: code
 * that throws, hangs, loops or exits is found out before it runs where the calls are. Several can be watched at once: what
 * each one does is seen in its own thread.
 */
export class Probe {
  private declared: readonly ExtensionName[] = [];
  private settled: Promise<void> = Promise.resolve();
  private readonly ended: Promise<never>;

  private constructor(
    private readonly name: string,
    private readonly thread: Worker,
    private readonly clock: Clock,
  ) {
    this.ended = endOf(thread, name);
  }

  /**
   * Imports them. The time for which they are watched begins with that.
   * @throws MessageError with one sentence why they cannot be imported
   */
  static async begin({ name, entry, settleMs }: Probed, clock: Clock): Promise<Probe> {
    const thread = new Worker(THREAD, {
      workerData: { entry },
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    });
    const probe = new Probe(name, thread, clock);
    try {
      const answer = await probe.unlessEnded(messageOf<ProbeAnswer>(thread));
      if ('failed' in answer) throw cannotLoad(name, answer.failed);
      probe.declared = answer.declared;
    } catch (error) {
      await probe.end();
      throw error;
    }
    if (settleMs > 0) probe.settled = passed(settleMs, clock);
    return probe;
  }

  /**
   * Waits for the end of that time, and ends the thread.
   * @returns the extensions that the entry declares
   * @throws MessageError with one sentence what it did meanwhile
   */
  async pass(): Promise<readonly ExtensionName[]> {
    try {
      await Promise.race([this.settled, this.ended]);
      const isAlive = messageOf(this.thread);
      this.thread.postMessage('still there?');
      await this.unlessEnded(isAlive);
      return this.declared;
    } finally {
      await this.end();
    }
  }

  async end(): Promise<void> {
    await this.thread.terminate();
  }

  private async unlessEnded<T>(next: Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.clock, IMPORT_DEADLINE_MS, () => Promise.race([next, this.ended]));
    } catch (error) {
      throw error instanceof DeadlineError
        ? new MessageError(message('plugin-import-hangs', { name: this.name, ms: IMPORT_DEADLINE_MS }))
        : error;
    }
  }
}

/** Why importing a plugin failed, in its own words. */
export function cannotLoad(name: string, cause: string): MessageError {
  return new MessageError(message('plugin-import-failed', { name, cause }));
}

/** Rejects when the thread ends by itself, which it never should. */
function endOf(thread: Worker, name: string): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    thread.once('error', (error) => reject(cannotLoad(name, reasonOf(error).reason)));
    thread.once('exit', (code) => reject(cannotLoad(name, `it ended the process with ${code}`)));
  });
  // It also ends when nobody waits for it any more.
  ended.catch(() => undefined);
  return ended;
}

function messageOf<T>(thread: Worker): Promise<T> {
  return new Promise((resolve) => thread.once('message', resolve));
}

function passed(ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => clock.setTimer(ms, resolve));
}
