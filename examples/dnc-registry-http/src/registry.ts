import { z } from 'zod';
import { AccessToken } from './access-token.js';
import type { Config } from './config.js';
import { post } from './post.js';

const answerSchema = z.object({ results: z.array(z.object({ number: z.string(), listed: z.boolean() })) });

/** `POST {baseUrl}/lookups`: many numbers in one request. */
export class Registry {
  private readonly token: AccessToken;

  constructor(private readonly config: Config) {
    this.token = new AccessToken(config);
  }

  /** Those of the numbers that are listed. Rejects unless the registry answered for each of them beyond doubt. */
  async listed(numbers: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>> {
    let answer = await this.ask(numbers, signal);
    // A token may be withdrawn before its time: one new token, one more try.
    if (answer.status === 401 && this.config.apiKey === undefined) {
      this.token.forget();
      answer = await this.ask(numbers, signal);
    }
    const { results } = answer.as(answerSchema);
    const told = new Set(results.map(({ number }) => number));
    if (!numbers.every((number) => told.has(number))) throw new Error('The registry left a number out.');
    // Told both of one number, listed holds.
    return new Set(results.filter(({ listed }) => listed).map(({ number }) => number));
  }

  private async ask(numbers: readonly string[], signal: AbortSignal) {
    const { baseUrl, apiKey, timeoutMs } = this.config;
    const headers = apiKey ? { 'x-api-key': apiKey } : { authorization: await this.token.header(signal) };
    return post(`${baseUrl}/lookups`, headers, JSON.stringify({ numbers }), timeoutMs, signal);
  }
}
