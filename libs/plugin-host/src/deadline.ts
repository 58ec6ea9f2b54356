import { message, MessageError } from '@marcador/messages/message.js';
import type { Clock } from '@marcador/platform/clock.js';

/** Rejects what {@link withDeadline} ran, when its time is up. */
export class DeadlineError extends MessageError {}

/**
 * Runs work of a plugin that may never come back. When the time is up, or `outer` aborts, the work's signal aborts and
 * the promise rejects at once; whatever the work does later is dropped.
 *
 * @throws DeadlineError when the time is up
 * @throws the reason of `outer` when that aborts, or what the work rejects with
 */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  outer?.throwIfAborted();
  const abort = new AbortController();
  let giveUp!: (reason: Error) => void;
  const givenUp = new Promise<never>((_resolve, reject) => {
    giveUp = (reason) => {
      reject(reason);
      abort.abort(reason);
    };
  });
  const timer = clock.setTimer(ms, () => giveUp(new DeadlineError(message('no-answer-within', { ms }))));
  // The reason is passed on as it is, whatever the caller made it.
  const onOuterAbort = () => giveUp(outer?.reason as Error);
  outer?.addEventListener('abort', onOuterAbort);
  try {
    return await Promise.race([work(abort.signal), givenUp]);
  } finally {
    timer.cancel();
    outer?.removeEventListener('abort', onOuterAbort);
  }
}
