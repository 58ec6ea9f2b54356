import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CallRecord } from '../entities/call-record.entity.js';
import { keysetPage, type KeysetPage } from '../keyset-page.js';
import { NotAllowedNowError } from '../repository.errors.js';
import { renaming, SQL_STATE } from '../sql-state.js';
import {
  recordsStatement,
  type CallRecordFilter,
  type RecordPage,
  type RecordPosition,
} from './call-record-query.js';

/** A campaign as far as its call records are concerned. */
export interface RecordedCampaign {
  readonly id: string;
  readonly name: string;
  readonly removed: boolean;
}

const WALKED_AT_ONCE = 2000;

/** Call records, newest first. They are written by `LeadClaims.settle` alone, and never changed. */
@Injectable()
export class CallRecordRepository {
  private readonly columns: string;

  constructor(private readonly dataSource: DataSource) {
    const { columns } = dataSource.getMetadata(CallRecord);
    this.columns = columns
      .map(({ databaseName, propertyName }) => `${databaseName} AS "${propertyName}"`)
      .join(', ');
  }

  /**
   * A page of the records.
   * @param place ids: `before` that of the last record of the newer page, `after` that of the first one of the older
   *   page; neither: the newest records
   * @throws NotAllowedNowError when the database takes too long to find them
   */
  async page(
    filter: CallRecordFilter,
    limit: number,
    { before, after }: { readonly before?: string | undefined; readonly after?: string | undefined } = {},
  ): Promise<KeysetPage<CallRecord>> {
    const edge = before ?? after;
    if (edge === undefined) return keysetPage(await this.find({ filter, limit: limit + 1 }), limit, 'start');
    const position = await this.positionOf(edge);
    if (position === undefined) return { items: [], hasPrevious: false, hasNext: false };
    const place = before === undefined ? { after: position } : { before: position };
    const rows = await this.find({ filter, limit: limit + 1, ...place });
    return keysetPage(rows, limit, before === undefined ? 'before' : 'behind');
  }

  /**
   * All records, campaign by campaign, in pages that are read as they are taken: nothing is held in the database
   * between them.
   * @throws NotAllowedNowError when the database takes too long to find some
   */
  async *walk(filter: CallRecordFilter, campaignIds: readonly string[]): AsyncGenerator<CallRecord> {
    for (const campaignId of campaignIds) {
      const ofCampaign = { ...filter, campaignIds: [campaignId] };
      for (let before: RecordPosition | undefined; ;) {
        const page = await this.find({ filter: ofCampaign, limit: WALKED_AT_ONCE, before });
        yield* page;
        before = page.at(-1);
        if (page.length < WALKED_AT_ONCE) break;
      }
    }
  }

  /**
   * The campaigns that have or may have records, by name.
   * @param groupIds only those that belong, or belonged at last, to these groups; all when left out
   */
  campaigns(groupIds?: readonly string[]): Promise<RecordedCampaign[]> {
    return this.dataSource.query<RecordedCampaign[]>(
      `SELECT id, name, removed FROM (
         SELECT id, name, group_id, false AS removed FROM campaign
         UNION ALL SELECT id, name, group_id, true FROM removed_campaign
       ) AS each
       WHERE $1::uuid[] IS NULL OR group_id = ANY($1)
       ORDER BY lower(name), removed, id`,
      [groupIds ?? null],
    );
  }

  private find(page: RecordPage): Promise<CallRecord[]> {
    const { text, parameters } = recordsStatement(this.columns, page);
    return renaming(SQL_STATE.queryCancelled, tooSlow, () =>
      this.dataSource.query<CallRecord[]>(text, [...parameters]),
    );
  }

  private async positionOf(id: string): Promise<RecordPosition | undefined> {
    const [position] = await this.dataSource.query<RecordPosition[]>(
      'SELECT id, ended_at AS "endedAt" FROM call_record WHERE id = $1',
      [id],
    );
    return position;
  }
}

function tooSlow(): NotAllowedNowError {
  return new NotAllowedNowError(message('search-takes-too-long'));
}
