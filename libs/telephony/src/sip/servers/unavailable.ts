import { fieldValues } from '../field-values.js';
import type { ResponseHead } from '../message-head.js';
import { q850ReasonIn } from '../reason-header.js';
import { retryAfterIn } from '../retry-after.js';
import { branchOf } from '../via.js';

/** Whom a 503 tells of: the server that sent it, the one call, or nobody knows. */
export type Unavailable =
  | { readonly of: 'server'; readonly retryAfterMs?: number }
  | { readonly of: 'call' }
  /** `branch` names the transaction: its repeated answer is no second one. */
  | { readonly of: 'either'; readonly branch: string | undefined };

/**
 * Reads a 503 to a request outside of dialogs. One with Retry-After is the server's; without, it counts as a 500
 * (RFC 3261 §21.5.4), unless it answers what is asked of the server itself. A gateway says with a Q.850 cause (34, 38,
 * 41, 42 …) how the telephone network fared with the one callee.
 */
export function readUnavailable(head: ResponseHead, text: string): Unavailable {
  const retryAfterMs = retryAfterIn(text) ?? 0;
  if (retryAfterMs > 0) return { of: 'server', retryAfterMs };
  if (head.cseqMethod !== 'INVITE') return { of: 'server' };
  const { q850Cause } = q850ReasonIn(fieldValues(text, 'reason'));
  return q850Cause === undefined ? { of: 'either', branch: branchOf(head.via) } : { of: 'call' };
}
