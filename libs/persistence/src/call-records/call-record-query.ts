import type { LeadStatus, SubReason } from '@marcador/domain/lead-status.js';
import type { CallRecord } from '../entities/call-record.entity.js';

/** Which call records. */
export interface CallRecordFilter {
  /** Only those of these campaigns; all when left out. */
  readonly campaignIds?: readonly string[];
  /** E.164 digits, whole. */
  readonly phone?: string;
  readonly result?: LeadStatus;
  readonly subReason?: SubReason;
  /** The dialer port. */
  readonly port?: string;
  /** Ended at this time or later. */
  readonly from?: Date;
  /** Ended before this time. */
  readonly until?: Date;
}

/** A place in the order of the records: the next page begins behind it. */
export type RecordPosition = Pick<CallRecord, 'endedAt' | 'id'>;

/** A page of records, newest first. */
export interface RecordPage {
  readonly filter: CallRecordFilter;
  readonly limit: number;
  readonly before?: RecordPosition | undefined;
}

/** Of so many campaigns each is asked for its newest records; of more, the records are looked through by time. */
const MOST_ASKED_ONE_BY_ONE = 500;

const NEWEST = 'ORDER BY ended_at DESC, id DESC';

/** @param columns what is wanted of a record */
export function recordsStatement(
  columns: string,
  { filter, limit, before }: RecordPage,
): { readonly text: string; readonly parameters: readonly unknown[] } {
  const { campaignIds, phone, result, subReason, port, from, until } = filter;
  const parameters: unknown[] = [];
  const given = (value: unknown) => `$${parameters.push(value)}`;
  const conditions: string[] = [];
  if (phone !== undefined) conditions.push(`phone = ${given(phone)}`);
  if (result !== undefined) conditions.push(`result = ${given(result)}`);
  if (subReason !== undefined) conditions.push(`sub_reason = ${given(subReason)}`);
  if (port !== undefined) conditions.push(`port = ${given(port)}`);
  if (from !== undefined) conditions.push(`ended_at >= ${given(from)}`);
  if (until !== undefined) conditions.push(`ended_at < ${given(until)}`);
  if (before !== undefined)
    conditions.push(`(ended_at, id) < (${given(before.endedAt)}::timestamptz, ${given(before.id)}::bigint)`);
  const most = `LIMIT ${given(limit)}`;
  const where = (...more: string[]) => {
    const all = [...more, ...conditions];
    return all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`;
  };
  const plain = (...more: string[]) =>
    `SELECT ${columns} FROM call_record ${where(...more)} ${NEWEST} ${most}`;

  if (campaignIds === undefined) return { text: plain(), parameters };
  if (campaignIds.length === 1) return { text: plain(`campaign_id = ${given(campaignIds[0])}`), parameters };
  const ids = `${given(campaignIds)}::uuid[]`;
  // A number has few records, whatever their campaigns.
  if (phone !== undefined || campaignIds.length > MOST_ASKED_ONE_BY_ONE)
    return { text: plain(`campaign_id = ANY(${ids})`), parameters };
  // A few of each campaign by its index, however many it has, and of those the newest.
  return {
    text: `SELECT ${columns} FROM call_record WHERE id = ANY(ARRAY(
        SELECT newest.id FROM unnest(${ids}) AS campaign(id) CROSS JOIN LATERAL (
          SELECT ended_at, id FROM call_record ${where('campaign_id = campaign.id')} ${NEWEST} ${most}
        ) AS newest
        ORDER BY newest.ended_at DESC, newest.id DESC ${most}
      )) ${NEWEST}`,
    parameters,
  };
}
