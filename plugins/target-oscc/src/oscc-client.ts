import { Agent } from 'undici';
import type { z } from 'zod';
import type { OsccConfig } from './config.js';
import { answers, errorSchema, type Answer, type Command, type Requests } from './oscc-codec.js';

const LONGEST_ANSWER_BYTES = 8 * 1024 * 1024;

/** A command that was not answered as the contract says; its message is one sentence, without secrets. */
export class OsccError extends Error {
  constructor(
    message: string,
    /** The code of the server's own error answer. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/** Posts commands and checks their answers. */
export class OsccClient {
  private readonly base: URL;
  private readonly agent: Agent;

  constructor(
    config: Pick<OsccConfig, 'baseUrl' | 'caCertificate'>,
    /** How long an answer may take, beyond the time that the server may hold the request, ms. */
    private readonly answerMs: number,
  ) {
    this.base = new URL(config.baseUrl.endsWith('/') ? config.baseUrl : `${config.baseUrl}/`);
    this.agent = new Agent({
      maxResponseSize: LONGEST_ANSWER_BYTES,
      connect: {
        // Said aloud so that NODE_TLS_REJECT_UNAUTHORIZED in the environment cannot switch it off.
        rejectUnauthorized: true,
        timeout: answerMs,
        ...(config.caCertificate === undefined ? {} : { ca: config.caCertificate }),
      },
    });
  }

  /**
   * @param heldMs how long the server may hold the request
   * @throws OsccError when there is no answer as the contract says; the signal's reason when that aborts
   */
  async call<C extends Command>(
    command: C,
    request: Requests[C],
    signal: AbortSignal,
    heldMs = 0,
  ): Promise<Answer<C>> {
    const { status, text } = await this.post(command, request, heldMs + this.answerMs, signal);
    const body = parseJson(text);
    if (status !== 200) throw refusal(this.base.host, command, status, body);
    const answer = (answers[command] as unknown as z.ZodType<Answer<C>>).safeParse(body);
    if (!answer.success) {
      throw new OsccError(
        `OpenScape Contact Center at ${this.base.host} answers ${command} with something else than its contract says: check the address.`,
      );
    }
    return answer.data;
  }

  /** Frees the sockets, also of requests under way. */
  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async post(
    command: Command,
    request: object,
    ms: number,
    signal: AbortSignal,
  ): Promise<{ status: number; text: string }> {
    signal.throwIfAborted();
    const abort = new AbortController();
    const onAbort = () => abort.abort();
    signal.addEventListener('abort', onAbort);
    const timer = setTimeout(onAbort, ms);
    try {
      const url = new URL(command, this.base);
      const { statusCode, body } = await this.agent.request({
        origin: url.origin,
        path: url.pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(request),
        signal: abort.signal,
      });
      return { status: statusCode, text: await body.text() };
    } catch (error) {
      signal.throwIfAborted();
      const why = abort.signal.aborted ? `no answer within ${ms} ms` : codeOf(error);
      throw new OsccError(`OpenScape Contact Center at ${this.base.host} cannot be reached (${why}).`);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }
}

function refusal(host: string, command: Command, status: number, body: unknown): OsccError {
  const told = errorSchema.safeParse(body);
  if (!told.success) {
    return new OsccError(`OpenScape Contact Center at ${host} answered ${command} with status ${status}.`);
  }
  const { code, message } = told.data.error;
  return new OsccError(`OpenScape Contact Center at ${host} refused ${command}: ${message} (${code}).`, code);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : String(message);
}
