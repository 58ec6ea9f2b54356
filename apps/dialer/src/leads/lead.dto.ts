import type { LeadStatus, SubReason } from '@marcador/domain/lead-status.js';
import { LEAD_ORDERS, type LeadOrder } from '@marcador/persistence/leads/lead-listing.js';
import { MOST_ROWS_KEPT } from '@marcador/persistence/leads/lead-import.js';
import { ApiProperty } from '@nestjs/swagger';
import { RejectedRowView, ROWS_SHOWN } from '../csv/rejected-rows.js';
import { ChoiceField, IntegerField, RuleField, TextField, VersionField } from '../http/fields.js';
import { MessageView } from '../http/message.dto.js';
import { LEAD_STATUS, LEAD_UPLOAD_STATE, SORT_ORDER, SUB_REASON } from '../http/named-enums.js';
import { positionOf } from './lead-cursor.js';
import { LONGEST_DESCRIPTION, LONGEST_NAME } from './lead-limits.js';

export type LeadUploadState = 'none' | 'reading' | 'storing' | 'done';

/** Which of the leads are wanted. */
export class LeadsQuery {
  @TextField({
    description:
      'only leads whose name begins with this, whatever the case and the accents, or whose number does, with or without country code',
    max: 200,
    optional: true,
  })
  search?: string;

  @ChoiceField({ description: 'only leads in this status', choices: LEAD_STATUS, optional: true })
  status?: LeadStatus;

  @ChoiceField({
    description: 'by what the leads are sorted',
    choices: { enum: LEAD_ORDERS, enumName: 'LeadSort' },
    optional: true,
    default: 'nextAttemptAt',
  })
  sort: LeadOrder = 'nextAttemptAt';

  @ChoiceField({ description: 'in which direction', choices: SORT_ORDER, optional: true, default: 'asc' })
  order: 'asc' | 'desc' = 'asc';

  @RuleField({
    description: 'the next of the page before, asked for in the same order; left out for the first page',
    rule: (text) => positionOf(text) !== undefined,
    otherwise: 'not-cursor',
    optional: true,
  })
  after?: string;

  @RuleField({
    description:
      'in place of after, the previous of the page behind, asked for in the same order: the page that ends before it',
    rule: (text) => positionOf(text) !== undefined,
    otherwise: 'not-cursor',
    optional: true,
  })
  before?: string;

  @IntegerField({ description: 'leads on a page', min: 1, max: 1000, optional: true, default: 10 })
  limit: number = 10;
}

/** What of a lead is to be different. */
export class UpdateLeadDto {
  @VersionField()
  version!: number;

  @TextField({ description: 'who it is', max: LONGEST_NAME, optional: true })
  name?: string;

  @TextField({ description: 'more about it', max: LONGEST_DESCRIPTION, optional: true })
  description?: string;

  @TextField({
    description:
      'another number, with or without country code; attempts, status and the next attempt stay as they are',
    min: 1,
    max: 40,
    example: '(41) 8301-5031',
    optional: true,
  })
  phone?: string;
}

/** A lead. */
export class LeadView {
  @ApiProperty()
  id!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
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
  @ApiProperty({
    type: String,
    nullable: true,
    description: '`before` of the previous page; null: this is the first',
  })
  previous!: string | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'leads of the whole list, counted up to 10000 on the first page; null: more, or a later page',
  })
  total!: number | null;
}

/** A row whose number the file or the campaign had already. */
export class DuplicateRowView extends MessageView {
  @ApiProperty({ type: 'integer', description: 'line of the file, from 1' })
  line!: number;
  @ApiProperty({ description: 'E.164 digits' })
  phone!: string;
  @ApiProperty({ description: 'where the number was, in an English sentence' })
  reason!: string;
}

const FIRST_ROWS = `the first ${ROWS_SHOWN} of them; up to ${MOST_ROWS_KEPT} can be downloaded`;

/** What became of an upload. It is kept for a week. */
export class LeadUploadReportView {
  @ApiProperty()
  finishedAt!: Date;
  @ApiProperty({ type: 'integer', description: 'rows of the file, without the header' })
  read!: number;
  @ApiProperty({ type: 'integer' })
  loaded!: number;
  @ApiProperty({ type: 'integer', description: 'rows whose number the file or the campaign had already' })
  duplicates!: number;
  @ApiProperty({ type: [DuplicateRowView], description: FIRST_ROWS })
  duplicateRows!: DuplicateRowView[];
  @ApiProperty({ type: 'integer', description: 'rows that were not taken' })
  rejectedTotal!: number;
  @ApiProperty({ type: [RejectedRowView], description: FIRST_ROWS })
  rejected!: RejectedRowView[];
}

/** How an upload fares, or what became of the last one. */
export class LeadUploadView {
  @ApiProperty({
    ...LEAD_UPLOAD_STATE,
    description:
      'reading: the file comes in; storing: it is complete, and its rows are stored all at once; done: the report is of the last one',
  })
  state!: LeadUploadState;
  @ApiProperty({ type: Date, nullable: true, description: 'of the upload under way' })
  startedAt!: Date | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'read so far' })
  bytes!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'of the file, where the client told' })
  totalBytes!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'read so far, without the header' })
  rows!: number | null;
  @ApiProperty({ type: LeadUploadReportView, nullable: true })
  report!: LeadUploadReportView | null;
}
