import { Pool, type Dispatcher } from 'undici';
import { readAnswer } from './answer.js';
import type { DncHttpConfig } from './config.js';
import { failureReason } from './failure-reason.js';

/** Enough for thousands of calls an hour, and a hung service cannot eat up the node's sockets. */
const MOST_CONNECTIONS = 32;
const LONGEST_ANSWER_BYTES = 64 * 1024;

/** Asks one do-not-call web service over TLS, on connections that are kept open. */
export class DncHttpClient {
  readonly host: string;
  private readonly path: string;
  private readonly pool: Pool;

  constructor(private readonly config: DncHttpConfig) {
    const url = new URL(config.url);
    this.host = url.host;
    this.path = url.pathname + url.search;
    this.pool = new Pool(url.origin, {
      connections: MOST_CONNECTIONS,
      maxResponseSize: LONGEST_ANSWER_BYTES,
      connect: {
        // Said aloud so that NODE_TLS_REJECT_UNAUTHORIZED in the environment cannot switch it off.
        rejectUnauthorized: true,
        timeout: config.timeoutMs,
        ...(config.caCertificate === undefined ? {} : { ca: config.caCertificate }),
      },
    });
  }

  /**
   * Whether the number is on the service's list.
   * @throws Error with one sentence, never with the number, when there is no answer that counts
   */
  async isListed(number: string, signal: AbortSignal): Promise<boolean> {
    const deadline = AbortSignal.timeout(this.config.timeoutMs);
    const { status, body } = await this.post(
      JSON.stringify({ number }),
      AbortSignal.any([signal, deadline]),
    ).catch((error: unknown) => {
      if (deadline.aborted) {
        throw new Error(
          `The do-not-call service at ${this.host} did not answer within ${this.config.timeoutMs} ms.`,
        );
      }
      signal.throwIfAborted();
      throw new Error(failureReason(error, this.host));
    });
    if (status !== 200) {
      throw new Error(
        `The do-not-call service at ${this.host} answered with status ${status} instead of 200.`,
      );
    }
    return readAnswer(body, number);
  }

  /** Frees the sockets, also of requests under way. */
  close(): Promise<void> {
    return this.pool.destroy();
  }

  private async post(body: string, signal: AbortSignal): Promise<{ status: number; body: string }> {
    const request: Dispatcher.RequestOptions = {
      method: 'POST',
      path: this.path,
      headers: { ...this.config.headers, 'content-type': 'application/json', accept: 'application/json' },
      body,
      signal,
    };
    const response = await this.pool.request(request);
    return { status: response.statusCode, body: await response.body.text() };
  }
}
