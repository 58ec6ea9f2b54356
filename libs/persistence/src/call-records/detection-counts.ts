import type { MachineKind } from '@marcador/domain/answering-machine.js';
import type { SubReason } from '@marcador/domain/lead-status.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How many calls of a campaign have the same verdict, for the same reason, and ended alike. */
export interface DetectedCalls {
  readonly answeredBy: string;
  /** By what a machine was known, where the detector said so. */
  readonly machine: MachineKind | null;
  readonly reason: string | null;
  readonly subReason: SubReason | null;
  readonly calls: number;
}

/** In the order of the index `call_record_detection_idx`, which holds all that is asked for: no record is read. */
const COUNTS = `
  SELECT amd_answered_by AS "answeredBy", amd_machine AS machine, amd_reason AS reason, sub_reason AS "subReason",
    count(*)::int AS calls
  FROM call_record
  WHERE campaign_id = $1 AND amd_answered_by IS NOT NULL
  GROUP BY amd_answered_by, amd_machine, amd_reason, sub_reason`;

/** What answering machine detection came to in campaigns, over all their call records. */
@Injectable()
export class DetectionCounts {
  constructor(private readonly dataSource: DataSource) {}

  /** Calls without a verdict, for they were not answered or nobody listened, are left out. */
  of(campaignId: string): Promise<DetectedCalls[]> {
    return this.dataSource.query<DetectedCalls[]>(COUNTS, [campaignId]);
  }
}
