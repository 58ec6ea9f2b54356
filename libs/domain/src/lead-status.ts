/** What became of a lead at its last attempt (manual §6.4); wire and database values. */
export const LEAD_STATUSES = [
  'NOT_CALLED',
  'SUCCESS',
  'FAILURE',
  'BUSY',
  'DECLINE',
  'AMD',
  'SERVICE_TEMPORARILY_UNAVAILABLE',
  'DO_NOT_CALL',
  'UNKNOWN',
] as const;

export type LeadStatus = (typeof LEAD_STATUSES)[number];

/** Why a call ended as it did, finer than the status; kept in the call record and beside the lead's status. */
export const SUB_REASONS = [
  'no-answer',
  'bad-number',
  'blocked',
  'rejected-by-peer',
  'transfer-failed',
  'no-port-for-transfer',
  'consultation-failed',
  'caller-hung-up',
  'no-response',
  'transport-failure',
  'interrupted',
  'stopped',
  'message-left',
  'message-cut-off',
  'greeting-too-long',
  'message-failed',
] as const;

export type SubReason = (typeof SUB_REASONS)[number];

/** A lead's status with its refinement, as mapped from a call's outcome. */
export interface LeadResult {
  readonly status: LeadStatus;
  readonly subReason?: SubReason;
  /** No further attempt, however many are left: the network says this number blocks us. */
  readonly final?: boolean;
}
