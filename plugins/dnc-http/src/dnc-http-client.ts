import { message, MessageError } from '@marcador/messages/message.js';
import type { DncContext } from '@marcador/plugin-api';
import { JsonClient } from '@marcador/plugin-http/json-client.js';
import { z } from 'zod';
import type { DncHttpConfig } from './config.js';

/** Enough for thousands of calls an hour, and a hung service cannot eat up the node's sockets. */
const MOST_CONNECTIONS = 32;
const LONGEST_ANSWER_BYTES = 64 * 1024;

/** docs/contracts/do-not-call.md */
const answer = z
  .object({ doNotCall: z.boolean(), number: z.string().optional() })
  .describe('{"doNotCall": true or false}');

/** The body of a request: the number, and perhaps for which call it is asked about. */
interface DncQuestion {
  readonly number: string;
  readonly [occasion: string]: unknown;
}

/** Asks one do-not-call web service over TLS. */
export class DncHttpClient {
  private readonly service: JsonClient;
  private readonly sendsOccasion: boolean;

  constructor(config: DncHttpConfig) {
    const { url, timeoutMs, caCertificate, headers, sendsOccasion } = config;
    this.sendsOccasion = sendsOccasion;
    this.service = new JsonClient({
      address: url,
      caCertificate,
      headers,
      answerMs: timeoutMs,
      mostConnections: MOST_CONNECTIONS,
      longestAnswerBytes: LONGEST_ANSWER_BYTES,
    });
  }

  get host(): string {
    return this.service.host;
  }

  /**
   * Whether the number is on the service's list.
   * @throws Error with one sentence, never with the number, when there is no answer that says so beyond doubt
   */
  isListed(number: string, { signal, campaign, company, callerNumber }: DncContext): Promise<boolean> {
    return this.ask(this.sendsOccasion ? { number, campaign, company, callerNumber } : { number }, signal);
  }

  /** As {@link isListed}, with the question as it is sent. */
  async ask(question: DncQuestion, signal: AbortSignal): Promise<boolean> {
    const { doNotCall, number: told } = await this.service.ask({ body: question, answer }, signal);
    if (told !== undefined && told !== question.number) {
      throw new MessageError(message('answer-of-other-number', { host: this.host }));
    }
    return doNotCall;
  }

  close(): Promise<void> {
    return this.service.close();
  }
}
