import { isRegion, numberNormaliser, type NumberNormaliser } from '@marcador/domain/phone-number.js';
import { LeadImport, type LeadRow } from '@marcador/persistence/leads/lead-import.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Inject, Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { CampaignAccess } from '../campaigns/campaign-access.js';
import { belowHeader, csvRows, type CsvRow } from '../csv/csv-rows.js';
import { MOST_REPORTED, RejectedRows } from '../csv/rejected-rows.js';
import { conflict } from '../http/api-error.js';
import { CLOCK } from '../tokens.js';
import { LONGEST_DESCRIPTION, LONGEST_NAME } from './lead-limits.js';
import type { DuplicateRowView, LeadUploadReportView } from './lead.dto.js';

/** Loads CSV files of leads (manual §6.4): `Name,Phone[,Description]`. */
@Injectable()
export class LeadUpload {
  constructor(
    private readonly campaigns: CampaignAccess,
    private readonly leads: LeadImport,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Loads the good rows and reports the others; a file that cannot be read to its end loads nothing.
   * @throws ApiError 404, 409 while the campaign is started, 400 when the file is not a CSV
   */
  async load(
    user: SessionUser,
    campaignId: string,
    body: AsyncIterable<Uint8Array>,
  ): Promise<LeadUploadReportView> {
    const campaign = await this.campaigns.get(user, 'lead:upload', campaignId);
    // Asked here too, so that nobody waits for a large file to be refused.
    if (campaign.state !== 'STOPPED')
      throw conflict(
        'not-allowed-now',
        `The campaign "${campaign.name}" is started: stop it before you upload leads.`,
      );
    const { defaultRegion } = campaign;
    const normalise = numberNormaliser(isRegion(defaultRegion) ? defaultRegion : undefined);
    const rejected = new RejectedRows();
    const progress = { read: 0 };
    const csv = belowHeader(csvRows(body, { leastColumns: 2 }));
    const rows = leadRows(csv, normalise, rejected, progress);
    const duplicateRows: DuplicateRowView[] = [];
    const { loaded, duplicates } = await this.leads.load(
      campaignId,
      rows,
      this.clock.now(),
      ({ line, phone }) => {
        if (duplicateRows.length < MOST_REPORTED) duplicateRows.push({ line, phone });
      },
    );
    return { read: progress.read, loaded, duplicates, duplicateRows, ...rejected.report() };
  }
}

async function* leadRows(
  rows: AsyncIterable<CsvRow>,
  normalise: NumberNormaliser,
  rejected: RejectedRows,
  progress: { read: number },
): AsyncGenerator<LeadRow> {
  for await (const { line, fields } of rows) {
    progress.read++;
    const [name = '', phone = '', description = ''] = fields;
    const reason = reasonAgainst(name, description, fields.length);
    const normalised = normalise(phone);
    if (reason !== undefined) rejected.add(line, reason);
    else if (!normalised.ok) rejected.add(line, normalised.reason);
    else yield { line, name, phone: normalised.number, description };
  }
}

function reasonAgainst(name: string, description: string, columns: number): string | undefined {
  if (columns < 2) return 'there is one column only: separate name and phone by a comma or a semicolon';
  if (name.length > LONGEST_NAME) return `the name is longer than ${LONGEST_NAME} characters`;
  if (description.length > LONGEST_DESCRIPTION)
    return `the description is longer than ${LONGEST_DESCRIPTION} characters`;
  return undefined;
}
