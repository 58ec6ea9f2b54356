import { JsonClient } from '@marcador/plugin-http/json-client.js';
import type { z } from 'zod';
import type { OsccConfig } from './config.js';
import { answers, errorSchema, type Answer, type Command, type Requests } from './oscc-codec.js';

/** Posts commands and checks their answers. */
export class OsccClient {
  private readonly server: JsonClient;

  constructor(
    { baseUrl, caCertificate }: Pick<OsccConfig, 'baseUrl' | 'caCertificate'>,
    /** How long an answer may take, beyond the time that the server may hold the request, ms. */
    answerMs: number,
  ) {
    this.server = new JsonClient({
      address: baseUrl,
      caCertificate,
      answerMs,
      refusal: errorSchema,
    });
  }

  /** Where the server is. */
  get host(): string {
    return this.server.host;
  }

  /**
   * @param heldMs how long the server may hold the request
   * @throws ServiceError when there is no answer as the contract says; the signal's reason when that aborts
   */
  call<C extends Command>(
    command: C,
    body: Requests[C],
    signal: AbortSignal,
    heldMs = 0,
  ): Promise<Answer<C>> {
    const answer = answers[command] as unknown as z.ZodType<Answer<C>>;
    return this.server.ask({ path: command, what: command, body, answer, heldMs }, signal);
  }

  /** Frees the sockets, also of requests under way. */
  close(): Promise<void> {
    return this.server.close();
  }
}
