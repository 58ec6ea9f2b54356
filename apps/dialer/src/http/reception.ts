import { message } from '@marcador/messages/message.js';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import { HttpStatus } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { ApiError } from './api-error.js';

/** How long a request may take to come in. */
const WHOLE_MS = 300_000;
/** How long nothing of a file may come. */
const SILENCE_MS = 60_000;

const receptions = new WeakMap<Request, Reception>();

/** Cuts off requests that take too long to come in; a file may take as long as its bytes come. */
export function limitReception(clock: Clock) {
  return (request: Request, _: Response, next: NextFunction): void => {
    receptions.set(request, new Reception(request, clock));
    next();
  };
}

/**
 * The body of a request, which is a file.
 * @throws ApiError 408 when nothing more of it comes
 */
export function fileIn(request: Request): AsyncIterable<Uint8Array> {
  const reception = receptions.get(request);
  if (reception === undefined) throw new Error('A file is read from requests that limitReception has seen.');
  return reception.file();
}

class Reception {
  private limit: Timer | undefined;

  constructor(
    private readonly request: Request,
    private readonly clock: Clock,
  ) {
    this.limitWhole();
    request.once('close', () => this.limit?.cancel());
  }

  async *file(): AsyncGenerator<Uint8Array> {
    // Giving up must not end the connection: the answer has to reach the client.
    const chunks = this.request.iterator({ destroyOnReturn: false }) as AsyncGenerator<Uint8Array, void>;
    try {
      for (;;) {
        const { done, value } = await this.unlessSilent(chunks.next());
        if (done === true) return;
        yield value;
      }
    } finally {
      // Not waited for: nothing may come any more.
      void chunks.return(undefined);
      if (!this.request.complete) this.limitWhole();
    }
  }

  private unlessSilent<T>(chunk: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.replaceLimit(SILENCE_MS, () => reject(silent()));
      chunk.then(resolve, reject).finally(() => this.limit?.cancel());
    });
  }

  private limitWhole(): void {
    this.replaceLimit(WHOLE_MS, () => {
      if (!this.request.complete) this.request.destroy();
    });
  }

  private replaceLimit(ms: number, onReached: () => void): void {
    this.limit?.cancel();
    this.limit = this.clock.setTimer(ms, onReached);
  }
}

function silent(): ApiError {
  return new ApiError(
    HttpStatus.REQUEST_TIMEOUT,
    'bad-request',
    message('upload-silent', { seconds: SILENCE_MS / 1000 }),
  );
}
