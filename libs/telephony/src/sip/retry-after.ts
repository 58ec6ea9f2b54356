import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { fieldValues } from './field-values.js';

/** Who asks for longer is asked again after this: an hour. */
export const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** What a response asks us to wait, ms (RFC 3261 §20.33); 0 where it says nothing that can be read. */
export function retryAfterMs(response: IncomingResponseMessage): number {
  return waitOf(response.getHeader('retry-after')) ?? 0;
}

/** The same of a response that was not parsed; `undefined` where it says nothing that can be read. */
export function retryAfterIn(text: string): number | undefined {
  return waitOf(fieldValues(text, 'retry-after')[0]);
}

function waitOf(value = ''): number | undefined {
  const seconds = /^\s*(\d{1,10})\b/.exec(value)?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds) * 1000, LONGEST_RETRY_AFTER_MS);
}
