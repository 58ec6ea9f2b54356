import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';

/** What a response asks us to wait, ms (RFC 3261 §20.33); 0 where it says nothing that can be read. */
export function retryAfterMs(response: IncomingResponseMessage): number {
  const seconds = /^\s*(\d{1,10})\b/.exec(response.getHeader('retry-after') ?? '')?.[1];
  return seconds === undefined ? 0 : Number(seconds) * 1000;
}
