import type { LeadResult, LeadStatus, SubReason } from './lead-status.js';
import { resultOfFailure, type CallFailure } from './sip-result.js';

/** Why a REFER did not hand the call over (RFC 3515, RFC 5589). */
export interface TransferFailure {
  /**
   * `refused`: the REFER got a final response ≥ 300; `failed`: a sipfrag ≥ 300 was notified; `timeout`: neither a
   * final NOTIFY nor a BYE came in time; `caller-hung-up`: the person left before the hand-over. Of an attended
   * transfer, `no-port`: no second port was free; `consultation-failed`: the target did not answer.
   */
  readonly reason: 'refused' | 'failed' | 'timeout' | 'caller-hung-up' | 'no-port' | 'consultation-failed';
  readonly sipCode?: number;
}

/** What became of a message that was to be left at a machine. `cut-off`: the machine hung up, or we had to. */
export type MessageOutcome = 'left' | 'cut-off' | 'greeting-too-long' | 'failed';

/** All that can happen to a call attempt, once its lead was claimed and its number checked. */
export type CallOutcome =
  | { readonly kind: 'do-not-call' }
  | { readonly kind: 'not-connected'; readonly failure: CallFailure }
  | { readonly kind: 'machine'; readonly message?: MessageOutcome }
  | { readonly kind: 'caller-hung-up' }
  | { readonly kind: 'transferred' }
  | { readonly kind: 'transfer-failed'; readonly failure: TransferFailure }
  /** The service stopped and ended the answered call before it was handed over. */
  | { readonly kind: 'stopped' }
  /** The process died between the claim and the outcome; found at the next start. */
  | { readonly kind: 'interrupted' };

/** Maps an outcome to the lead's result: the one place where statuses are decided. */
export function resultOf(outcome: CallOutcome): LeadResult {
  switch (outcome.kind) {
    case 'do-not-call':
      return { status: 'DO_NOT_CALL', final: true };
    case 'not-connected':
      return resultOfFailure(outcome.failure);
    case 'machine':
      return outcome.message === undefined
        ? { status: 'AMD' }
        : { status: 'AMD', subReason: MESSAGE_REASONS[outcome.message] };
    case 'caller-hung-up':
      return { status: 'FAILURE', subReason: 'caller-hung-up' };
    case 'transferred':
      return { status: 'SUCCESS', final: true };
    case 'transfer-failed':
      return {
        status: 'FAILURE',
        subReason: subReasonOf(outcome.failure),
      };
    case 'stopped':
      return { status: 'FAILURE', subReason: 'stopped' };
    case 'interrupted':
      return { status: 'UNKNOWN', subReason: 'interrupted' };
  }
}

const MESSAGE_REASONS: Readonly<Record<MessageOutcome, SubReason>> = {
  left: 'message-left',
  'cut-off': 'message-cut-off',
  'greeting-too-long': 'greeting-too-long',
  failed: 'message-failed',
};

function subReasonOf({ reason }: TransferFailure): SubReason {
  switch (reason) {
    case 'caller-hung-up':
      return 'caller-hung-up';
    case 'no-port':
      return 'no-port-for-transfer';
    case 'consultation-failed':
      return 'consultation-failed';
    default:
      return 'transfer-failed';
  }
}

/** Whether the attempt reached the telephone network, and so counts against max attempts. */
export function countsAsAttempt(outcome: CallOutcome): boolean {
  return outcome.kind !== 'do-not-call';
}

/** Whether a lead in this status is never called again. */
export function isFinalStatus(status: LeadStatus): boolean {
  return status === 'SUCCESS' || status === 'DO_NOT_CALL';
}
