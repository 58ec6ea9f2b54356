import { z } from 'zod';
import type { Config } from './config.js';
import { post } from './post.js';

/** In its last seconds a token could run out on the way. */
const MARGIN_S = 30;

/** RFC 6749 section 5.1 */
const answerSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().default(Infinity),
});

/** An access token by client credentials (RFC 6749 section 4.4), kept until shortly before it runs out. */
export class AccessToken {
  private kept: { readonly header: string; readonly until: number } | undefined;

  constructor(private readonly config: Config) {}

  async header(signal: AbortSignal): Promise<string> {
    if (this.kept !== undefined && performance.now() < this.kept.until) return this.kept.header;
    const { tokenUrl = '', clientId = '', clientSecret = '', timeoutMs } = this.config;
    // Section 2.3.1: both are encoded before they are joined.
    const client = [clientId, clientSecret].map(encodeURIComponent).join(':');
    const authorization = `Basic ${Buffer.from(client).toString('base64')}`;
    const grant = new URLSearchParams({ grant_type: 'client_credentials' });
    const answer = await post(tokenUrl, { authorization }, grant, timeoutMs, signal);
    const { access_token, expires_in } = answer.as(answerSchema);
    const until = performance.now() + (expires_in - MARGIN_S) * 1000;
    this.kept = { header: `Bearer ${access_token}`, until };
    return this.kept.header;
  }

  forget(): void {
    this.kept = undefined;
  }
}
