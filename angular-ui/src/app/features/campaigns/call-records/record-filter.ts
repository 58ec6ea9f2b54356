import { addressOf } from '../../../core/api/address';
import type { LeadStatus } from '../../../core/api/schema';

/** Which records are wanted. */
export interface RecordFilter {
  readonly campaignId?: string | undefined;
  readonly result?: LeadStatus;
  readonly phone?: string;
  /** The first day, local. */
  readonly from?: Date;
  /** The last day, local, which is included. */
  readonly until?: Date;
}

export interface RecordQuery {
  readonly campaignId?: string;
  readonly result?: LeadStatus;
  readonly phone?: string;
  readonly from?: string;
  readonly until?: string;
}

/** The filter as the API takes it: days become the instants between which they lie. */
export function recordQuery({ campaignId, result, phone, from, until }: RecordFilter): RecordQuery {
  return {
    ...(campaignId !== undefined && { campaignId }),
    ...(result !== undefined && { result }),
    ...(phone !== undefined && { phone }),
    ...(from !== undefined && { from: from.toISOString() }),
    ...(until !== undefined && {
      until: new Date(until.getFullYear(), until.getMonth(), until.getDate() + 1).toISOString(),
    }),
  };
}

/** Where the browser downloads the same records as a CSV. */
export function exportAddress(query: RecordQuery): string {
  return addressOf('/api/v1/call-records/export', {}, { ...query });
}
