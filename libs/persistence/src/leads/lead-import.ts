import type { Message, MessageCode } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { cancellable } from '../cancellable.js';
import { lockStopped } from '../campaigns/idle-campaign.js';
import { copyIn } from '../copy-in.js';
import { LeadUpload } from '../entities/lead-upload.entity.js';
import { withoutTimeLimit } from '../impatient-client.js';
import { UploadPlaces } from '../upload-places.js';

/** A row of an upload. */
export interface LeadRow {
  /** Where it stands in the file, from 1; no two rows stand in the same line. */
  readonly line: number;
  readonly name: string;
  /** E.164 digits; of a rejected row as it stands in the file. */
  readonly phone: string;
  readonly description: string;
  /** Why it is not loaded; left out for those that shall be. */
  readonly rejected?: Message;
}

/** What came of an upload. */
export type LeadImportReport = Pick<LeadUpload, 'read' | 'loaded' | 'duplicates' | 'rejected'>;

/** So many rows change what the planner has to know of the table. */
const ANALYSE_FROM = 10_000;
/** So many rows that were not loaded are kept of each of the two sorts. */
export const MOST_ROWS_KEPT = 100_000;

/** Where the number of a duplicate was already. */
const IN_FILE: MessageCode = 'number-in-line';
const IN_CAMPAIGN: MessageCode = 'number-in-campaign';

const NEVER = new AbortController().signal;

/** Loads leads into a campaign. */
@Injectable()
export class LeadImport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: UploadPlaces,
  ) {}

  /**
   * Loads the rows, all or none; they are due from `now` on, in the order of the file. What came of it is stored with
   * them, in place of the last upload's report. Streams: a million rows need no more memory than ten.
   *
   * @param signal gives the upload up at any time before it is complete: it then rejects, and nothing is changed
   * @throws NotFoundError
   * @throws NotAllowedNowError when the campaign is started, or too many uploads are under way
   */
  load(
    campaignId: string,
    rows: AsyncIterable<LeadRow> | Iterable<LeadRow>,
    now: Date,
    signal: AbortSignal = NEVER,
  ): Promise<LeadImportReport> {
    return this.places.during(() =>
      this.dataSource.transaction((manager) =>
        withoutTimeLimit(manager, () =>
          cancellable(this.dataSource, manager, signal, async () => {
            await lockStopped(manager, campaignId);
            await copyToStage(manager, rows);
            await findDuplicates(manager, campaignId);
            const loaded = await insertFromStage(manager, campaignId, now);
            if (loaded >= ANALYSE_FROM) await manager.query('ANALYZE lead');
            return storeReport(manager, campaignId, loaded, now);
          }),
        ),
      ),
    );
  }
}

async function copyToStage(
  manager: EntityManager,
  rows: AsyncIterable<LeadRow> | Iterable<LeadRow>,
): Promise<void> {
  await manager.query(
    `CREATE TEMPORARY TABLE staged_lead (line integer, name text, phone text, description text, rejected text)
     ON COMMIT DROP`,
  );
  const columns = 'line, name, phone, description, rejected';
  await copyIn(runnerOf(manager), `staged_lead (${columns})`, fields(rows));
  await manager.query('ANALYZE staged_lead');
}

async function* fields(rows: AsyncIterable<LeadRow> | Iterable<LeadRow>) {
  for await (const { line, name, phone, description, rejected } of rows)
    yield [String(line), name, phone, description, rejected === undefined ? '' : JSON.stringify(rejected)];
}

async function findDuplicates(manager: EntityManager, campaignId: string): Promise<void> {
  await manager.query(
    `CREATE TEMPORARY TABLE duplicate_lead ON COMMIT DROP AS
     SELECT line, first
     FROM (
       SELECT line, phone, min(line) OVER (PARTITION BY phone) AS first FROM staged_lead WHERE rejected = ''
     ) AS row
     WHERE line > first OR EXISTS (SELECT FROM lead WHERE campaign_id = $1 AND lead.phone = row.phone)`,
    [campaignId],
  );
  await manager.query('ANALYZE duplicate_lead');
}

async function insertFromStage(manager: EntityManager, campaignId: string, now: Date): Promise<number> {
  const [row] = await manager.query<{ loaded: string }[]>(
    `WITH loaded AS (
       INSERT INTO lead (campaign_id, name, phone, description, next_attempt_at)
       SELECT $1, name, phone, description, $2 FROM staged_lead
       WHERE rejected = '' AND NOT EXISTS (SELECT FROM duplicate_lead WHERE duplicate_lead.line = staged_lead.line)
       ORDER BY line
       RETURNING 1
     )
     SELECT count(*) AS loaded FROM loaded`,
    [campaignId, now],
  );
  return Number(row?.loaded);
}

async function storeReport(
  manager: EntityManager,
  campaignId: string,
  loaded: number,
  finishedAt: Date,
): Promise<LeadImportReport> {
  const [counts] = await manager.query<{ read: string; rejected: string }[]>(
    `SELECT count(*) AS read, count(*) FILTER (WHERE rejected <> '') AS rejected FROM staged_lead`,
  );
  const read = Number(counts?.read);
  const rejected = Number(counts?.rejected);
  const report = { read, loaded, duplicates: read - rejected - loaded, rejected };
  await manager.delete(LeadUpload, { campaignId });
  await manager.insert(LeadUpload, { campaignId, finishedAt, ...report });
  const keep = `INSERT INTO lead_upload_row (campaign_id, line, duplicate, code, params, name, phone, description)`;
  await manager.query(
    `${keep}
     SELECT $1, line, false, rejected::jsonb ->> 'code', rejected::jsonb -> 'params', name, phone, description
     FROM staged_lead WHERE rejected <> '' ORDER BY line LIMIT $2`,
    [campaignId, MOST_ROWS_KEPT],
  );
  await manager.query(
    `${keep}
     SELECT $1, line, true,
       CASE WHEN line > first THEN $3 ELSE $4 END,
       CASE WHEN line > first THEN jsonb_build_object('line', first) ELSE '{}' END,
       name, phone, description
     FROM duplicate_lead JOIN staged_lead USING (line) ORDER BY line LIMIT $2`,
    [campaignId, MOST_ROWS_KEPT, IN_FILE, IN_CAMPAIGN],
  );
  return report;
}

function runnerOf(manager: EntityManager) {
  if (manager.queryRunner === undefined) throw new Error('COPY needs the connection of a transaction.');
  return manager.queryRunner;
}
