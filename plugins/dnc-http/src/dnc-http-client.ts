import { message, MessageError } from '@marcador/messages/message.js';
import type { DncContext } from '@marcador/plugin-api';
import { AnswerCache } from '@marcador/plugin-http/answer-cache.js';
import { JsonClient } from '@marcador/plugin-http/json-client.js';
import { z } from 'zod';
import type { DncHttpConfig } from './config.js';

/** Enough for thousands of calls an hour, and a hung service cannot eat up the node's sockets. */
const MOST_CONNECTIONS = 32;
/** Some 30 MB. */
const MOST_ANSWERS = 100_000;
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
  private readonly answers: AnswerCache<boolean>;
  private readonly sendsOccasion: boolean;

  constructor(config: DncHttpConfig) {
    const { url, timeoutMs, caCertificate, headers, sendsOccasion, rememberMinutes } = config;
    this.sendsOccasion = sendsOccasion;
    this.answers = new AnswerCache({ keepMs: rememberMinutes * 60_000, mostAnswers: MOST_ANSWERS });
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
   * Whether the number is on the service's list, by the remembered answer to the same question if there is one.
   * @throws Error with one sentence, never with the number, when there is no answer that says so beyond doubt
   */
  isListed(number: string, { signal, campaign, company, callerNumber }: DncContext): Promise<boolean> {
    const question = this.sendsOccasion ? { number, campaign, company, callerNumber } : { number };
    // A service with a list for each company answers one as it does not answer another.
    return this.answers.get(JSON.stringify(question), () => this.ask(question, signal));
  }

  /** As {@link isListed}, and the service is asked in any case. */
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
