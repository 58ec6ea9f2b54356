import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';

/** Who asks for longer is asked again after this: an hour. */
export const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** What a response asks us to wait, ms (RFC 3261 §20.33); 0 where it says nothing that can be read. */
export function retryAfterMs(response: IncomingResponseMessage): number {
  return retryAfterOf(response.getHeader('retry-after') ?? '') ?? 0;
}

/** The same of the value of the header field; `undefined` where it cannot be read. */
export function retryAfterOf(value: string): number | undefined {
  const seconds = /^\s*(\d{1,10})\b/.exec(value)?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds) * 1000, LONGEST_RETRY_AFTER_MS);
}
