import type { LeadStatus, SubReason } from '@marcador/domain/lead-status.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** The calls of a campaign that ended within one minute. */
export interface MinuteOfCalls {
  /** Its begin. */
  readonly at: Date;
  readonly dialled: number;
  /** Of those dialled: by a person or a machine. */
  readonly answered: number;
  /** Of those answered: a machine was detected. */
  readonly machines: number;
  /** Of those answered: handed over. */
  readonly transferred: number;
}

/** How a call ended, without anything of the person who was called. */
export interface RecentOutcome {
  readonly recordId: string;
  readonly endedAt: Date;
  readonly result: LeadStatus;
  readonly subReason: SubReason | null;
}

/** What happened last in a campaign. */
export interface RecentCalls {
  /** By time; minutes without a call are left out. */
  readonly minutes: readonly MinuteOfCalls[];
  /** The last of all, newest first. */
  readonly last: readonly RecentOutcome[];
}

const MINUTES = `
  SELECT date_trunc('minute', ended_at) AS at, count(*)::int AS dialled, count(answered_at)::int AS answered,
    count(*) FILTER (WHERE result = 'AMD')::int AS machines,
    count(*) FILTER (WHERE result = 'SUCCESS')::int AS transferred
  FROM call_record
  WHERE campaign_id = $1 AND ended_at >= $2 AND dialled_at IS NOT NULL
  GROUP BY 1
  ORDER BY 1`;

const LAST = `
  SELECT id AS "recordId", ended_at AS "endedAt", result, sub_reason AS "subReason"
  FROM call_record
  WHERE campaign_id = $1
  ORDER BY ended_at DESC, id DESC
  LIMIT $2`;

/** The latest calls of campaigns, for those who watch them. */
@Injectable()
export class RecentCallsReader {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * @param since from when on the minutes are wanted
   * @param last how many outcomes are wanted
   */
  async of(campaignId: string, since: Date, last: number): Promise<RecentCalls> {
    const [minutes, outcomes] = await Promise.all([
      this.dataSource.query<MinuteOfCalls[]>(MINUTES, [campaignId, since]),
      this.dataSource.query<RecentOutcome[]>(LAST, [campaignId, last]),
    ]);
    return { minutes, last: outcomes };
  }
}
