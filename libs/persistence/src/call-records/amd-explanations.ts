import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** So many at a time: none of the calls that are settled meanwhile waits for long. */
const REMOVED_AT_ONCE = 5000;

/** What detectors heard in calls. They are written by `LeadClaims.settle` alone. */
@Injectable()
export class AmdExplanations {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * What is kept of a call.
   * @param callRecordId digits
   * @param campaignIds only of a call of these campaigns; of any when left out
   * @returns `undefined`: there is no such call; `null`: nothing is kept of it
   */
  async of(callRecordId: string, campaignIds?: readonly string[]): Promise<object | null | undefined> {
    const [found] = await this.dataSource.query<{ readonly explanation: object | null }[]>(
      `SELECT explanation FROM call_record LEFT JOIN amd_explanation ON call_record_id = id
       WHERE id = $1 AND ($2::uuid[] IS NULL OR campaign_id = ANY($2))`,
      [callRecordId, campaignIds ?? null],
    );
    return found?.explanation;
  }

  /**
   * Removes those of calls that ended before an instant.
   */
  async removeBefore(instant: Date): Promise<void> {
    for (;;) {
      const [, count] = await this.dataSource.query<[unknown, number]>(
        `DELETE FROM amd_explanation WHERE call_record_id IN (
           SELECT call_record_id FROM amd_explanation WHERE ended_at < $1 ORDER BY ended_at LIMIT $2)`,
        [instant, REMOVED_AT_ONCE],
      );
      if (count < REMOVED_AT_ONCE) return;
    }
  }
}
