import type { LeadResult } from './lead-status.js';

/** How an INVITE failed, as the telephony saw it. */
export type CallFailure =
  | {
      /** A final response ≥ 300, with what its Reason header adds (RFC 3326, RFC 8606). */
      readonly kind: 'response';
      readonly sipCode: number;
      readonly phrase: string;
      readonly q850Cause?: number;
      /** The Reason header's location parameter (RFC 8606), lower case: `user`, `ln`, `transit` … */
      readonly location?: string;
    }
  /** It rang longer than our ring time-out and was cancelled (487, or nothing after CANCEL). */
  | { readonly kind: 'ring-timeout' }
  /** Not one response came (Timer B, RFC 3261 §17.1.1.2). */
  | { readonly kind: 'no-response' }
  /** The network broke in the middle: a request had left, and one that had to follow it could not. */
  | { readonly kind: 'transport-failure'; readonly message: string }
  /** Cancelled by us for another reason than the ring time-out: the service stops. */
  | { readonly kind: 'cancelled' };

const UNAVAILABLE: LeadResult = { status: 'SERVICE_TEMPORARILY_UNAVAILABLE' };
const NO_ANSWER: LeadResult = { status: 'FAILURE', subReason: 'no-answer' };
const BAD_NUMBER: LeadResult = { status: 'FAILURE', subReason: 'bad-number' };
const BLOCKED: LeadResult = { status: 'FAILURE', subReason: 'blocked' };
const REJECTED: LeadResult = { status: 'FAILURE', subReason: 'rejected-by-peer' };
const UNKNOWN: LeadResult = { status: 'UNKNOWN' };

const BY_SIP_CODE: ReadonlyMap<number, LeadResult> = new Map<number, LeadResult>([
  ...[486, 600].map((code) => [code, { status: 'BUSY' }] as const),
  ...[603, 607].map((code) => [code, { status: 'DECLINE' }] as const),
  ...[500, 502, 503, 504, 580].map((code) => [code, UNAVAILABLE] as const),
  ...[408, 480, 487].map((code) => [code, NO_ANSWER] as const),
  ...[404, 410, 484, 485, 604].map((code) => [code, BAD_NUMBER] as const),
  ...[403, 608].map((code) => [code, BLOCKED] as const),
  ...[401, 405, 407, 415, 420, 488, 606].map((code) => [code, REJECTED] as const),
]);

const BY_Q850_CAUSE: ReadonlyMap<number, LeadResult> = new Map<number, LeadResult>([
  [17, { status: 'BUSY' }],
  ...[34, 38, 41, 42, 44, 47, 58].map((cause) => [cause, UNAVAILABLE] as const),
  ...[18, 19, 20, 31].map((cause) => [cause, NO_ANSWER] as const),
  ...[1, 2, 3, 22, 26, 27, 28].map((cause) => [cause, BAD_NUMBER] as const),
  ...[65, 70, 79].map((cause) => [cause, REJECTED] as const),
  [127, UNKNOWN],
]);

/**
 * Maps a failed INVITE to the lead's result: the table "Result of a call → lead status" of the project's telephony
 * facts. The Q.850 cause refines the SIP code where it is known; without one the SIP code decides; all else is
 * UNKNOWN. A 603 "Network Blocked" is final: it is never attempted again.
 */
export function resultOfFailure(failure: CallFailure): LeadResult {
  switch (failure.kind) {
    case 'ring-timeout':
      return NO_ANSWER;
    case 'no-response':
      return { ...UNAVAILABLE, subReason: 'no-response' };
    case 'transport-failure':
      return { ...UNAVAILABLE, subReason: 'transport-failure' };
    case 'cancelled':
      return { status: 'FAILURE', subReason: 'stopped' };
    case 'response':
      return resultOfResponse(failure);
  }
}

function resultOfResponse(response: Extract<CallFailure, { kind: 'response' }>): LeadResult {
  if (response.sipCode === 603 && /network blocked/i.test(response.phrase))
    return { ...BLOCKED, final: true };
  if (response.q850Cause === 21)
    return response.location === 'user' ? { status: 'DECLINE' } : declined(response);
  const refined = response.q850Cause === undefined ? undefined : BY_Q850_CAUSE.get(response.q850Cause);
  return refined ?? BY_SIP_CODE.get(response.sipCode) ?? UNKNOWN;
}

/**
 * Cause 21 "call rejected" from elsewhere than the user is the network's blocking; with no location at all the
 * response's own code says more.
 */
function declined(response: Extract<CallFailure, { kind: 'response' }>): LeadResult {
  if (response.location !== undefined) return BLOCKED;
  return BY_SIP_CODE.get(response.sipCode) ?? BLOCKED;
}
