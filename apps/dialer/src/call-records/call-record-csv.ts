import type { CsvCell } from '../csv/csv-line.js';
import type { CallRecordView } from './call-record.dto.js';

/** The columns of an export, by the names of the API; the compiler sees that none is missing. */
export const CSV_COLUMNS = Object.keys({
  endedAt: true,
  campaignName: true,
  leadName: true,
  phone: true,
  attempt: true,
  result: true,
  subReason: true,
  claimedAt: true,
  dialledAt: true,
  ringingAt: true,
  answeredAt: true,
  amdAt: true,
  transferredAt: true,
  sipCode: true,
  q850Cause: true,
  transferSipCode: true,
  amdAnsweredBy: true,
  amdMachine: true,
  amdReason: true,
  amdConfidence: true,
  amdDecidedMs: true,
  amdMeasurements: true,
  messageAt: true,
  messagePlayedMs: true,
  dncService: true,
  dncVerdict: true,
  audioCodec: true,
  audioEncrypted: true,
  audioPacketsSent: true,
  audioPacketsReceived: true,
  audioPacketsLost: true,
  audioLossShare: true,
  audioJitterMs: true,
  audioRemotePacketsLost: true,
  audioRemoteJitterMs: true,
  audioRoundTripMs: true,
  port: true,
  node: true,
  callId: true,
  id: true,
  campaignId: true,
  groupId: true,
  leadId: true,
  dncInstanceId: true,
} satisfies Record<keyof CallRecordView, true>) as (keyof CallRecordView)[];

/** A record in the order of {@link CSV_COLUMNS}. */
export function csvCells(record: CallRecordView): CsvCell[] {
  return CSV_COLUMNS.map((column) => {
    const value = record[column];
    return isMeasurements(value) ? JSON.stringify(value) : value;
  });
}

function isMeasurements(value: CallRecordView[keyof CallRecordView]): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
