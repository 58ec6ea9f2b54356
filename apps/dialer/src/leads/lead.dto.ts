import type { LeadStatus, SubReason } from '@marcador/domain/lead-status.js';
import { ApiProperty } from '@nestjs/swagger';
import { RejectedRowView } from '../csv/rejected-rows.js';
import { CursorField, IntegerField } from '../http/fields.js';
import { LEAD_STATUS, SUB_REASON } from '../http/named-enums.js';

/** Which of the leads are wanted. */
export class LeadsQuery {
  @CursorField({ description: 'the next of the page before; left out for the first page', optional: true })
  after?: string;

  @IntegerField({ description: 'leads on a page', min: 1, max: 1000, optional: true, default: 100 })
  limit: number = 100;
}

/** A lead. */
export class LeadView {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  description!: string;
  @ApiProperty({ description: 'E.164 digits' })
  phone!: string;
  @ApiProperty({ type: 'integer' })
  attempts!: number;
  @ApiProperty(LEAD_STATUS)
  status!: LeadStatus;
  @ApiProperty({ ...SUB_REASON, nullable: true })
  subReason!: SubReason | null;
  @ApiProperty({ type: Date, nullable: true, description: 'when it may be called (again)' })
  nextAttemptAt!: Date | null;
}

/** Some of the leads that are not finished. */
export class LeadsView {
  @ApiProperty({ type: [LeadView] })
  items!: LeadView[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: '`after` of the next page; null: this was the last',
  })
  next!: string | null;
}

/** A row whose number the file or the campaign had already. */
export class DuplicateRowView {
  @ApiProperty({ type: 'integer', description: 'line of the file, from 1' })
  line!: number;
  @ApiProperty({ description: 'E.164 digits' })
  phone!: string;
}

/** What became of an upload. */
export class LeadUploadReportView {
  @ApiProperty({ type: 'integer', description: 'rows of the file, without the header' })
  read!: number;
  @ApiProperty({ type: 'integer' })
  loaded!: number;
  @ApiProperty({ type: 'integer', description: 'rows whose number the file or the campaign had already' })
  duplicates!: number;
  @ApiProperty({ type: [DuplicateRowView], description: 'the first 100000 of them' })
  duplicateRows!: DuplicateRowView[];
  @ApiProperty({ type: 'integer', description: 'rows that were not taken' })
  rejectedTotal!: number;
  @ApiProperty({ type: [RejectedRowView], description: 'the first 100000 of them' })
  rejected!: RejectedRowView[];
}
