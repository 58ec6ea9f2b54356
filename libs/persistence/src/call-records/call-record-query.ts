import type { Answerer, MachineKind } from '@marcador/domain/answering-machine.js';
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
  /** As the detector decided. */
  readonly amdAnsweredBy?: Answerer;
  /** By what a machine was known. */
  readonly amdMachine?: MachineKind;
  /** The dialer port. */
  readonly port?: string;
  /** Ended at this time or later. */
  readonly from?: Date;
  /** Ended before this time. */
  readonly until?: Date;
}

/** A place in the order of the records. */
export type RecordPosition = Pick<CallRecord, 'endedAt' | 'id'>;

/** Records from a place on: the newest first, or those after a record, beginning with the one next to it. */
export interface RecordPage {
  readonly filter: CallRecordFilter;
  readonly limit: number;
  /** Only older ones than this record; at most one of this and `after` is given. */
  readonly before?: RecordPosition | undefined;
  /** Only newer ones than this record. */
  readonly after?: RecordPosition | undefined;
}

/** Of so many campaigns each is asked for its newest records; of more, the records are looked through by time. */
const MOST_ASKED_ONE_BY_ONE = 500;

/** @param columns what is wanted of a record */
export function recordsStatement(
  columns: string,
  { filter, limit, before, after }: RecordPage,
): { readonly text: string; readonly parameters: readonly unknown[] } {
  const { campaignIds, phone, result, subReason, amdAnsweredBy, amdMachine, port, from, until } = filter;
  const parameters: unknown[] = [];
  const given = (value: unknown) => `$${parameters.push(value)}`;
  const conditions: string[] = [];
  if (phone !== undefined) conditions.push(`phone = ${given(phone)}`);
  if (result !== undefined) conditions.push(`result = ${given(result)}`);
  if (subReason !== undefined) conditions.push(`sub_reason = ${given(subReason)}`);
  if (amdAnsweredBy !== undefined) conditions.push(`amd_answered_by = ${given(amdAnsweredBy)}`);
  if (amdMachine !== undefined) conditions.push(`amd_machine = ${given(amdMachine)}`);
  if (port !== undefined) conditions.push(`port = ${given(port)}`);
  if (from !== undefined) conditions.push(`ended_at >= ${given(from)}`);
  if (until !== undefined) conditions.push(`ended_at < ${given(until)}`);
  const edge = before ?? after;
  const isBack = after !== undefined;
  if (edge !== undefined) {
    const place = `(${given(edge.endedAt)}::timestamptz, ${given(edge.id)}::bigint)`;
    conditions.push(`(ended_at, id) ${isBack ? '>' : '<'} ${place}`);
  }
  const direction = isBack ? 'ASC' : 'DESC';
  const inOrder = `ORDER BY ended_at ${direction}, id ${direction}`;
  const most = `LIMIT ${given(limit)}`;
  const where = (...more: string[]) => {
    const all = [...more, ...conditions];
    return all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`;
  };
  const plain = (...more: string[]) =>
    `SELECT ${columns} FROM call_record ${where(...more)} ${inOrder} ${most}`;

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
          SELECT ended_at, id FROM call_record ${where('campaign_id = campaign.id')} ${inOrder} ${most}
        ) AS newest
        ORDER BY newest.ended_at ${direction}, newest.id ${direction} ${most}
      )) ${inOrder}`,
    parameters,
  };
}
