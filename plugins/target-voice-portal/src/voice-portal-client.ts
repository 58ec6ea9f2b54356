import { Agent } from 'undici';
import type { z } from 'zod';
import type { VoicePortalConfig } from './config.js';
import {
  channelsPath,
  channelsSchema,
  errorSchema,
  eventsPath,
  eventsSchema,
  servicesPath,
  servicesSchema,
  type ChannelsAnswer,
  type EventsAnswer,
} from './voice-portal-codec.js';
import type { Timing } from './timing.js';

const LONGEST_ANSWER_BYTES = 8 * 1024 * 1024;

/** A request that the portal did not answer as the contract says; its message is one sentence. */
export class VoicePortalError extends Error {
  constructor(
    message: string,
    /** The code of the portal's own error answer. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/** The portal's requests as functions. All reject with {@link VoicePortalError}, or with the signal's reason. */
export class VoicePortalClient {
  private readonly base: URL;
  private readonly agent: Agent;

  constructor(
    config: VoicePortalConfig,
    private readonly timing: Timing,
  ) {
    this.base = new URL(config.baseUrl.endsWith('/') ? config.baseUrl : `${config.baseUrl}/`);
    this.agent = new Agent({
      maxResponseSize: LONGEST_ANSWER_BYTES,
      connect: {
        // Said aloud so that NODE_TLS_REJECT_UNAUTHORIZED in the environment cannot switch it off.
        rejectUnauthorized: true,
        timeout: timing.answerMs,
        ...(config.caCertificate === undefined ? {} : { ca: config.caCertificate }),
      },
    });
  }

  async services(signal: AbortSignal) {
    const { services } = await this.get(servicesPath, servicesSchema, signal);
    return services;
  }

  channels(serviceId: string, signal: AbortSignal): Promise<ChannelsAnswer> {
    return this.get(channelsPath(serviceId), channelsSchema, signal);
  }

  /** Held by the portal until there is an event, or for `timing.pollMs`. */
  events(serviceId: string, afterSeq: number, signal: AbortSignal): Promise<EventsAnswer> {
    const { pollMs } = this.timing;
    return this.get(eventsPath(serviceId, afterSeq, pollMs), eventsSchema, signal, pollMs);
  }

  /** Frees the sockets, also of requests under way. */
  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async get<S extends z.ZodType>(
    path: string,
    schema: S,
    signal: AbortSignal,
    heldMs = 0,
  ): Promise<z.output<S>> {
    const { status, text } = await this.fetch(path, heldMs + this.timing.answerMs, signal);
    const body = parseJson(text);
    if (status !== 200) throw refusal(this.base.host, status, body);
    const answer = schema.safeParse(body);
    if (!answer.success) {
      throw new VoicePortalError(
        `The Voice Portal at ${this.base.host} answers with something else than its contract says: check the address.`,
      );
    }
    return answer.data;
  }

  private async fetch(
    path: string,
    ms: number,
    signal: AbortSignal,
  ): Promise<{ status: number; text: string }> {
    signal.throwIfAborted();
    const abort = new AbortController();
    const onAbort = () => abort.abort();
    signal.addEventListener('abort', onAbort);
    const timer = setTimeout(onAbort, ms);
    try {
      const url = new URL(path, this.base);
      const { statusCode, body } = await this.agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'GET',
        headers: { accept: 'application/json' },
        signal: abort.signal,
      });
      return { status: statusCode, text: await body.text() };
    } catch (error) {
      signal.throwIfAborted();
      const why = abort.signal.aborted ? `no answer within ${ms} ms` : codeOf(error);
      throw new VoicePortalError(`The Voice Portal at ${this.base.host} cannot be reached (${why}).`);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }
}

function refusal(host: string, status: number, body: unknown): VoicePortalError {
  const told = errorSchema.safeParse(body);
  if (!told.success)
    return new VoicePortalError(`The Voice Portal at ${host} answered with status ${status}.`);
  const { code, message } = told.data.error;
  return new VoicePortalError(`The Voice Portal at ${host} refused: ${message} (${code}).`, code);
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
