import { message, MessageError } from '@marcador/messages/message.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Worker } from 'node:worker_threads';
import { DeadlineError, withDeadline } from '../deadline.js';
import type { ExtensionName } from './manifest.js';

/** It lies beside what is built of this one, whoever runs this. */
const THREAD = new URL('../../dist/packages/probe-thread.js', import.meta.url);
/** How long a plugin may take to be imported. */
export const IMPORT_DEADLINE_MS = 10_000;
const MOST_MEGABYTES = 256;

/** What the thread answers. */
export type ProbeAnswer = { readonly declared: readonly ExtensionName[] } | { readonly failed: string };

/**
 * Imports a plugin's entry, and the modules that its definitions name, in a thread of its own, which is ended afterwards: code that throws, hangs, loops or exits
 * is found out before it runs where the calls are.
 * @param name the plugin's, for the sentence
 * @param entry its URL
 * @returns the extensions that it declares
 * @throws MessageError with one sentence why it cannot be imported
 */
export async function probe(name: string, entry: string, clock: Clock): Promise<readonly ExtensionName[]> {
  const thread = new Worker(THREAD, {
    workerData: { entry },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  try {
    const answer = await withDeadline(clock, IMPORT_DEADLINE_MS, () => answerOf(thread));
    if ('declared' in answer) return answer.declared;
    throw cannotLoad(name, answer.failed);
  } catch (error) {
    throw error instanceof DeadlineError
      ? new MessageError(message('plugin-import-hangs', { name, ms: IMPORT_DEADLINE_MS }))
      : error;
  } finally {
    await thread.terminate();
  }
}

/** Why importing a plugin failed, in its own words. */
export function cannotLoad(name: string, cause: string): MessageError {
  return new MessageError(message('plugin-import-failed', { name, cause }));
}

function answerOf(thread: Worker): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    thread.once('message', resolve);
    thread.once('error', ({ message: failed }) => resolve({ failed }));
    thread.once('exit', (code) => resolve({ failed: `it ended the process with ${code}` }));
  });
}
