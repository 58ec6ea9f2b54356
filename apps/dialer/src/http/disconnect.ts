import type { Response } from 'express';

/** Aborts when the client goes away before it has its answer. */
export function disconnectOf(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
