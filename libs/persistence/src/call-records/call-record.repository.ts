import type { LeadStatus } from '@marcador/domain/lead-status.js';
import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { CallRecord } from '../entities/call-record.entity.js';

/** Which call records, newest first. */
export interface CallRecordFilter {
  readonly campaignId?: string;
  /** Only those of these groups: what the user may see. */
  readonly groupIds?: readonly string[];
  /** E.164 digits, whole. */
  readonly phone?: string;
  readonly result?: LeadStatus;
  /** Claimed at this time or later. */
  readonly from?: Date;
  /** Claimed before this time. */
  readonly until?: Date;
}

/** Call records. They are written by `LeadClaims.settle` alone, and never changed. */
@Injectable()
export class CallRecordRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param before id of the last record of the page before; left out for the newest */
  page(filter: CallRecordFilter, limit: number, before?: string): Promise<CallRecord[]> {
    const query = this.dataSource
      .createQueryBuilder(CallRecord, 'record')
      .orderBy('record.id', 'DESC')
      .limit(limit);
    if (before !== undefined) query.andWhere('record.id < :before', { before });
    return restrict(query, filter).getMany();
  }
}

function restrict(
  query: SelectQueryBuilder<CallRecord>,
  filter: CallRecordFilter,
): SelectQueryBuilder<CallRecord> {
  const { campaignId, groupIds, phone, result, from, until } = filter;
  if (campaignId !== undefined) query.andWhere('record.campaignId = :campaignId', { campaignId });
  if (groupIds !== undefined) query.andWhere('record.groupId = ANY(:groupIds)', { groupIds });
  if (phone !== undefined) query.andWhere('record.phone = :phone', { phone });
  if (result !== undefined) query.andWhere('record.result = :result', { result });
  if (from !== undefined) query.andWhere('record.claimedAt >= :from', { from });
  if (until !== undefined) query.andWhere('record.claimedAt < :until', { until });
  return query;
}
