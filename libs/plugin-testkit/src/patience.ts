import { setImmediate, setTimeout } from 'node:timers/promises';

/** How long a rule waits for what has to happen before the plugin counts as broken, ms. */
export const DEFAULT_PATIENCE_MS = 10_000;

/** Below the time-outs that connectors have themselves, so that one which is deaf to a signal is told from one that heard it. */
const PROMPT_MS = 500;

/** So much that is under way in this process has come to its end, however slow the machine is. */
const TURNS = 50;

/** What came of a promise within a time, or `late`. */
export type Settled<T> =
  | { readonly kind: 'resolved'; readonly value: T }
  | { readonly kind: 'rejected'; readonly reason: unknown }
  | { readonly kind: 'late' };

/** Waits for a promise as long as patience lasts. Never rejects. */
export async function settled<T>(work: Promise<T>, patienceMs: number): Promise<Settled<T>> {
  const over = new AbortController();
  const late = lapse(patienceMs, over.signal).then(() => ({ kind: 'late' }) as const);
  const outcome = work.then(
    (value) => ({ kind: 'resolved', value }) as const,
    (reason: unknown) => ({ kind: 'rejected', reason }) as const,
  );
  const first = await Promise.race([outcome, late]);
  over.abort();
  return first;
}

/** As {@link settled}, for what has to happen at once. */
export function settledPromptly<T>(work: Promise<T>, patienceMs: number): Promise<Settled<T>> {
  return settled(work, Math.min(PROMPT_MS, patienceMs));
}

/** @throws what the promise rejects with, or Error with the sentence when it takes too long */
export async function inTime<T>(work: Promise<T>, patienceMs: number, sentence: string): Promise<T> {
  const outcome = await settled(work, patienceMs);
  if (outcome.kind === 'rejected') throw outcome.reason;
  if (outcome.kind === 'late') throw new Error(sentence);
  return outcome.value;
}

/** What a call comes to, also when it throws. */
export async function begun<T>(call: () => T): Promise<Awaited<T>> {
  return await call();
}

/** Lets the process do what it has to do, without waiting for the outside. */
export async function breathe(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await setImmediate();
}

/** Resolves with whether the condition came to hold while patience lasted. */
export async function comesToHold(condition: () => boolean, patienceMs: number): Promise<boolean> {
  const end = performance.now() + patienceMs;
  await breathe();
  while (!condition()) {
    if (performance.now() > end) return false;
    await setTimeout(5);
  }
  return true;
}

async function lapse(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
  if (!signal.aborted) await breathe();
}
