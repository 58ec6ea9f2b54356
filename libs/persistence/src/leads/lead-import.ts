import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { copyIn } from '../copy-in.js';
import { Campaign } from '../entities/campaign.entity.js';
import { withoutTimeLimit } from '../impatient-client.js';
import { NotAllowedNowError, NotFoundError } from '../repository.errors.js';

/** A row of an upload whose fields have been checked. */
export interface LeadRow {
  /** Where it stands in the file, from 1. */
  readonly line: number;
  readonly name: string;
  /** E.164 digits. */
  readonly phone: string;
  readonly description: string;
}

/** A row that was not loaded because its number is there already: in an earlier line, or in the campaign. */
export interface DuplicateLead {
  readonly line: number;
  readonly phone: string;
  readonly of: 'file' | 'campaign';
}

/** What came of an upload. */
export interface LeadImportReport {
  readonly loaded: number;
  readonly duplicates: number;
}

/** So many rows change what the planner has to know of the table. */
const ANALYSE_FROM = 10_000;
const DUPLICATES_AT_ONCE = 1000;

/** Loads leads into a campaign. */
@Injectable()
export class LeadImport {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Loads the rows, all or none; they are due from `now` on, in the order of the file. Streams: a million rows need no
   * more memory than ten.
   *
   * @param onDuplicate is told of each row that was left out, in the order of the file, before the upload is complete
   * @throws NotFoundError
   * @throws NotAllowedNowError when the campaign is started
   */
  async load(
    campaignId: string,
    rows: AsyncIterable<LeadRow> | Iterable<LeadRow>,
    now: Date,
    onDuplicate: (duplicate: DuplicateLead) => void = () => undefined,
  ): Promise<LeadImportReport> {
    return this.dataSource.transaction((manager) =>
      withoutTimeLimit(manager, async () => {
        await lockStopped(manager, campaignId);
        await copyToStage(manager, rows);
        const duplicates = await reportDuplicates(manager, campaignId, onDuplicate);
        const loaded = await insertFromStage(manager, campaignId, now);
        if (loaded >= ANALYSE_FROM) await manager.query('ANALYZE lead');
        return { loaded, duplicates };
      }),
    );
  }
}

/** Uploads into one campaign wait for each other, and its start for them. */
async function lockStopped(manager: EntityManager, campaignId: string): Promise<void> {
  const campaign = await manager.findOne(Campaign, {
    where: { id: campaignId },
    lock: { mode: 'for_no_key_update' },
  });
  if (campaign === null) throw new NotFoundError('campaign', campaignId);
  if (campaign.state !== 'STOPPED') {
    throw new NotAllowedNowError(
      `The campaign "${campaign.name}" is started: stop it before you upload leads.`,
    );
  }
}

async function copyToStage(
  manager: EntityManager,
  rows: AsyncIterable<LeadRow> | Iterable<LeadRow>,
): Promise<void> {
  await manager.query(
    'CREATE TEMPORARY TABLE lead_upload (line integer, name text, phone text, description text) ON COMMIT DROP',
  );
  await copyIn(runnerOf(manager), 'lead_upload (line, name, phone, description)', fields(rows));
  await manager.query('ANALYZE lead_upload');
}

async function* fields(rows: AsyncIterable<LeadRow> | Iterable<LeadRow>) {
  for await (const { line, name, phone, description } of rows) yield [String(line), name, phone, description];
}

/** Removes duplicates from the stage. */
async function reportDuplicates(
  manager: EntityManager,
  campaignId: string,
  onDuplicate: (duplicate: DuplicateLead) => void,
): Promise<number> {
  await manager.query(
    `CREATE TEMPORARY TABLE lead_duplicate ON COMMIT DROP AS
     SELECT line, phone, CASE WHEN line > first THEN 'file' ELSE 'campaign' END AS of
     FROM (SELECT line, phone, min(line) OVER (PARTITION BY phone) AS first FROM lead_upload) AS row
     WHERE line > first OR EXISTS (SELECT FROM lead WHERE campaign_id = $1 AND lead.phone = row.phone)`,
    [campaignId],
  );
  await manager.query('DECLARE duplicate NO SCROLL CURSOR FOR SELECT * FROM lead_duplicate ORDER BY line');
  let count = 0;
  for (;;) {
    const batch = await manager.query<DuplicateLead[]>(`FETCH ${DUPLICATES_AT_ONCE} FROM duplicate`);
    if (batch.length === 0) return count;
    batch.forEach(onDuplicate);
    count += batch.length;
  }
}

async function insertFromStage(manager: EntityManager, campaignId: string, now: Date): Promise<number> {
  const [row] = await manager.query<{ loaded: string }[]>(
    `WITH loaded AS (
       INSERT INTO lead (campaign_id, name, phone, description, next_attempt_at)
       SELECT $1, name, phone, description, $2 FROM lead_upload
       WHERE NOT EXISTS (SELECT FROM lead_duplicate WHERE lead_duplicate.line = lead_upload.line)
       ORDER BY line
       RETURNING 1
     )
     SELECT count(*) AS loaded FROM loaded`,
    [campaignId, now],
  );
  return Number(row?.loaded);
}

function runnerOf(manager: EntityManager) {
  if (manager.queryRunner === undefined) throw new Error('COPY needs the connection of a transaction.');
  return manager.queryRunner;
}
