import { lossShare } from '@marcador/domain/packet-loss.js';
import type { CallRecord } from '@marcador/persistence/entities/call-record.entity.js';
import type { CallRecordView } from './call-record.dto.js';

/** A record as it is shown: with what follows from it. */
export function viewOf(record: CallRecord): CallRecordView {
  return { ...record, audioLossShare: lossShare(record.audioPacketsReceived, record.audioPacketsLost) };
}
