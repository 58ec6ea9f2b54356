import { isRegion, numberNormaliser } from '@marcador/domain/phone-number.js';
import { message, textOf, type Language } from '@marcador/messages/message.js';
import { refuseUnlessStopped } from '@marcador/persistence/campaigns/idle-campaign.js';
import type { LeadUploadRow } from '@marcador/persistence/entities/lead-upload-row.entity.js';
import type { LeadUpload } from '@marcador/persistence/entities/lead-upload.entity.js';
import { LeadImport } from '@marcador/persistence/leads/lead-import.js';
import { UploadReportRepository } from '@marcador/persistence/leads/upload-report.repository.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Inject, Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import type { SessionUser } from '../auth/session-user.js';
import { CampaignAccess } from '../campaigns/campaign-access.js';
import { UploadsUnderWay, type UploadProgress } from '../campaigns/uploads-under-way.js';
import { csvLine } from '../csv/csv-line.js';
import { belowHeader, csvRows } from '../csv/csv-rows.js';
import { ROWS_SHOWN, type RejectedRowView } from '../csv/rejected-rows.js';
import { badRequest } from '../http/api-error.js';
import { CLOCK } from '../tokens.js';
import { leadRows } from './lead-rows.js';
import type { LeadUploadReportView, LeadUploadView } from './lead.dto.js';

const KEPT_FOR_MS = 7 * 24 * 3_600_000;

/** A file as it comes in. */
export interface IncomingFile {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** In bytes, where the client told. */
  readonly length?: number;
}

/** Loads CSV files of leads (manual §6.4): `Name,Phone[,Description]`. */
@Injectable()
export class LeadUploads {
  constructor(
    private readonly campaigns: CampaignAccess,
    private readonly underWay: UploadsUnderWay,
    private readonly leads: LeadImport,
    private readonly reports: UploadReportRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Loads the good rows and reports the others; a file that cannot be read to its end loads nothing.
   * @param signal gives the upload up: nothing is changed then
   * @throws ApiError 404, 409 while the campaign is started or has another upload, 400 when the file is not a CSV
   */
  async load(
    user: SessionUser,
    campaignId: string,
    file: IncomingFile,
    signal: AbortSignal,
  ): Promise<LeadUploadReportView> {
    const campaign = await this.campaigns.get(user, 'lead:upload', campaignId);
    // Asked here too, so that nobody waits for a large file to be refused.
    refuseUnlessStopped(campaign);
    const { defaultRegion } = campaign;
    const normalise = numberNormaliser(isRegion(defaultRegion) ? defaultRegion : undefined);
    const startedAt = this.clock.now();
    const progress: UploadProgress = {
      startedAt,
      state: 'reading',
      bytes: 0,
      totalBytes: file.length,
      rows: 0,
    };
    const rows = belowHeader(csvRows(counted(file.bytes, progress), { leastColumns: 2 }));
    await this.underWay.during(campaignId, progress, () =>
      this.leads
        .load(campaignId, leadRows(rows, normalise, progress), startedAt, signal)
        .catch((error: unknown) => {
          if (!signal.aborted) throw error;
          throw badRequest('bad-request', message('upload-given-up'));
        }),
    );
    return this.reportOf(campaignId);
  }

  /** @throws NotFoundError */
  async state(user: SessionUser, campaignId: string): Promise<LeadUploadView> {
    await this.campaigns.get(user, 'lead:read', campaignId);
    const progress = this.underWay.get(campaignId);
    if (progress !== undefined) {
      const { state, startedAt, bytes, totalBytes, rows } = progress;
      return { state, startedAt, bytes, totalBytes: totalBytes ?? null, rows, report: null };
    }
    const none = { startedAt: null, bytes: null, totalBytes: null, rows: null };
    const upload = await this.reports.find(campaignId);
    if (upload === undefined) return { state: 'none', ...none, report: null };
    return { state: 'done', ...none, report: await this.viewOf(upload) };
  }

  /**
   * The lines of a CSV of the rows that the last upload did not load.
   * @throws NotFoundError when no upload is kept
   */
  async rows(user: SessionUser, campaignId: string, language: Language): Promise<AsyncGenerator<string>> {
    await this.campaigns.get(user, 'lead:read', campaignId);
    if ((await this.reports.find(campaignId)) === undefined)
      throw new NotFoundError('report of an upload into the campaign', campaignId);
    return linesOf(this.reports.rows(campaignId), language);
  }

  @Cron(CronExpression.EVERY_HOUR)
  async forgetOldReports(): Promise<void> {
    await this.reports.forgetBefore(new Date(this.clock.now().getTime() - KEPT_FOR_MS));
  }

  private async reportOf(campaignId: string): Promise<LeadUploadReportView> {
    const upload = await this.reports.find(campaignId);
    if (upload === undefined) throw new NotFoundError('campaign', campaignId);
    return this.viewOf(upload);
  }

  private async viewOf(upload: LeadUpload): Promise<LeadUploadReportView> {
    const { campaignId, finishedAt, read, loaded, duplicates, rejected } = upload;
    const duplicateRows = await this.reports.first(campaignId, true, ROWS_SHOWN);
    const rejectedRows = await this.reports.first(campaignId, false, ROWS_SHOWN);
    return {
      ...{ finishedAt, read, loaded, duplicates },
      duplicateRows: duplicateRows.map((row) => ({ phone: row.phone, ...whyOf(row) })),
      rejectedTotal: rejected,
      rejected: rejectedRows.map(whyOf),
    };
  }
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  progress: UploadProgress,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    progress.bytes += chunk.byteLength;
    yield chunk;
  }
  progress.state = 'storing';
}

function whyOf({ line, code, params }: LeadUploadRow): RejectedRowView {
  return { line, reason: textOf({ code, params }), code, params };
}

const COLUMNS = [
  'column-name',
  'column-phone',
  'column-description',
  'column-line',
  'column-reason',
] as const;

async function* linesOf(
  rows: ReturnType<UploadReportRepository['rows']>,
  language: Language,
): AsyncGenerator<string> {
  yield csvLine(COLUMNS.map((code) => textOf(message(code), language)));
  for await (const { name, phone, description, line, code, params } of rows)
    yield csvLine([name, phone, description, line, textOf({ code, params }, language)]);
}
