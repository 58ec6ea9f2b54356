import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, MoreThan } from 'typeorm';
import { LeadUpload } from '../entities/lead-upload.entity.js';
import { LeadUploadRow } from '../entities/lead-upload-row.entity.js';

const ROWS_AT_ONCE = 1000;

/** What became of uploads of leads. They are written by `LeadImport` alone. */
@Injectable()
export class UploadReportRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The report of the last upload into the campaign, as long as it is kept. */
  async find(campaignId: string): Promise<LeadUpload | undefined> {
    return (await this.dataSource.manager.findOneBy(LeadUpload, { campaignId })) ?? undefined;
  }

  /** The first rows of one sort that were not loaded. */
  first(campaignId: string, duplicate: boolean, count: number): Promise<LeadUploadRow[]> {
    const { manager } = this.dataSource;
    return manager.find(LeadUploadRow, {
      where: { campaignId, duplicate },
      order: { line: 'ASC' },
      take: count,
    });
  }

  /** All rows that were not loaded and are kept, in the order of the file, read as they are taken. */
  async *rows(campaignId: string): AsyncGenerator<LeadUploadRow> {
    for (let line = 0; ;) {
      const rows = await this.dataSource.manager.find(LeadUploadRow, {
        where: { campaignId, line: MoreThan(line) },
        order: { line: 'ASC' },
        take: ROWS_AT_ONCE,
      });
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_AT_ONCE) return;
      line = last.line;
    }
  }

  /** Forgets uploads that ended before the instant. */
  async forgetBefore(instant: Date): Promise<void> {
    await this.dataSource.manager.delete(LeadUpload, { finishedAt: LessThan(instant) });
  }
}
