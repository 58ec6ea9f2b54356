import { message } from '@marcador/messages/message.js';
import { Agent } from 'undici';
import type { z } from 'zod';
import { failureReason } from './failure-reason.js';
import { ServiceError } from './service-error.js';

/** One web service, as an instance is configured for it. */
export interface JsonClientOptions {
  /** Where it is; see `webAddress()`. */
  readonly address: string;
  /** PEM of the authority that is trusted in place of the well-known ones; see `caCertificate()`. */
  readonly caCertificate?: string | undefined;
  /** Sent with each request. Never told in an error. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How long any answer may take to its last byte, connecting included, ms. */
  readonly answerMs: number;
  /**
   * What the service answers with another status than 200. Its code and its message then appear in the error, so give it
   * only for a service that repeats nothing secret or personal there.
   * @default the status alone is told
   */
  readonly refusal?: z.ZodType<{ error: { code: string; message: string } }>;
  /** @default 8 MiB */
  readonly longestAnswerBytes?: number;
  /** How many requests may be under way at once; those beyond it wait within their deadline. @default no limit */
  readonly mostConnections?: number;
}

/** One request and what has to come back. */
export interface JsonRequest<S extends z.ZodType> {
  /** What a JSON answer of status 200 has to be. A description of the schema says so in the error. */
  readonly answer: S;
  /** Below the address, without a leading slash. @default the address itself */
  readonly path?: string;
  /** Posted as JSON. @default none: a GET */
  readonly body?: object;
  /** How long the service may hold the request before it begins to count as slow, ms. @default 0 */
  readonly heldMs?: number;
  /** What errors call the request; never put a phone number here. @default only the service is named */
  readonly what?: string;
}

/**
 * Asks one web service that speaks JSON, on connections that are kept open. It does no work until it is asked.
 *
 * Guaranteed: a server whose certificate does not verify is told nothing; a redirect is a failure and is not followed;
 * nothing is sent twice; no error holds headers, bodies or paths that were sent. Not guaranteed: anything about what
 * the service's own error answer says; see `refusal`.
 */
export class JsonClient {
  /** Host and port, to name the service in sentences. */
  readonly host: string;
  private readonly address: URL;
  private readonly agent: Agent;

  constructor(private readonly options: JsonClientOptions) {
    const { address, caCertificate, answerMs, longestAnswerBytes = 8 * 1024 * 1024 } = options;
    this.address = new URL(address);
    this.host = this.address.host;
    this.agent = new Agent({
      connections: options.mostConnections ?? null,
      maxResponseSize: longestAnswerBytes,
      connect: {
        // Said aloud so that NODE_TLS_REJECT_UNAUTHORIZED in the environment cannot switch it off.
        rejectUnauthorized: true,
        timeout: answerMs,
        ...(caCertificate === undefined ? {} : { ca: caCertificate }),
      },
    });
  }

  /**
   * Resolves with the answer.
   * @throws ServiceError when there is no answer that counts; the signal's reason when that aborts
   */
  async ask<S extends z.ZodType>(request: JsonRequest<S>, signal: AbortSignal): Promise<z.output<S>> {
    const { status, text } = await this.exchange(request, signal);
    const body = parseJson(text);
    if (status !== 200) throw this.refused(request, status, body);
    const answer = request.answer.safeParse(body);
    if (body === undefined || !answer.success) throw this.notUnderstood(request);
    return answer.data;
  }

  /** Frees the sockets, also of requests under way. */
  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async exchange(
    request: JsonRequest<z.ZodType>,
    signal: AbortSignal,
  ): Promise<{ status: number; text: string }> {
    signal.throwIfAborted();
    const ms = (request.heldMs ?? 0) + this.options.answerMs;
    const abort = new AbortController();
    const onAbort = () => abort.abort();
    signal.addEventListener('abort', onAbort);
    const timer = setTimeout(onAbort, ms);
    try {
      const { statusCode, body } = await this.send(request, abort.signal);
      return { status: statusCode, text: await body.text() };
    } catch (error) {
      signal.throwIfAborted();
      if (abort.signal.aborted)
        throw new ServiceError(message('service-silent', { host: this.place(request), ms }));
      throw new ServiceError(failureReason(error, this.host));
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  private send({ path, body }: JsonRequest<z.ZodType>, signal: AbortSignal) {
    const { pathname, search } = path === undefined ? this.address : below(this.address, path);
    const headers = { ...this.options.headers, accept: 'application/json' };
    const to = { origin: this.address.origin, path: pathname + search, signal };
    if (body === undefined) return this.agent.request({ ...to, method: 'GET', headers });
    return this.agent.request({
      ...to,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  private notUnderstood(request: JsonRequest<z.ZodType>): ServiceError {
    const host = this.place(request);
    const { description: expected } = request.answer;
    return new ServiceError(
      expected === undefined
        ? message('answer-not-understood', { host })
        : message('answer-other-than', { host, expected }),
    );
  }

  private refused(request: JsonRequest<z.ZodType>, status: number, body: unknown): ServiceError {
    const told = this.options.refusal?.safeParse(body);
    const host = this.place(request);
    if (told?.success !== true) return new ServiceError(message('answer-status', { host, status }));
    const { code, message: sentence } = told.data.error;
    return new ServiceError(message('service-refused', { host, cause: `${sentence} (${code})` }), code);
  }

  /** Where the request went, and what it was. */
  private place({ what }: JsonRequest<z.ZodType>): string {
    return what === undefined ? this.host : `${this.host} (${what})`;
  }
}

function below(address: URL, path: string): URL {
  const base = new URL(address);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return new URL(path, base);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
