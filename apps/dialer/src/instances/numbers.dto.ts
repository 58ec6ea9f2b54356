import { MOST_NUMBER_ROWS_KEPT } from '@marcador/persistence/number-lists/number-uploads.js';
import { ApiProperty } from '@nestjs/swagger';
import { RejectedRowView, ROWS_SHOWN } from '../csv/rejected-rows.js';
import type { NumberFileFormat } from '../csv/number-file-reader.js';
import { ChoiceField, IntegerField, RuleField, TextField } from '../http/fields.js';
import { DATE, REGION } from '../http/forms.js';
import { NUMBER_FILE_FORMAT, NUMBER_UPLOAD_STATE, UPLOAD_MODE } from '../http/named-enums.js';

export type NumberUploadState = 'none' | 'receiving' | 'storing' | 'interrupted' | 'done';

const DIGEST = { min: 32, max: 128 };

/** How a list of numbers is taken. */
export class UploadNumbersQuery {
  @ChoiceField({
    description:
      'whether the numbers join the present ones, take their place, or change them: each row then says A (add) or D (delete)',
    choices: UPLOAD_MODE,
  })
  mode!: 'add' | 'replace' | 'change';

  @ChoiceField({
    description:
      'csv: one number in each row; us-registry: area code and number of North America in each row, as the US registry writes them (202,5550123)',
    choices: NUMBER_FILE_FORMAT,
    optional: true,
    default: 'csv',
  })
  format: NumberFileFormat = 'csv';

  @RuleField({
    description: 'the day that the numbers are of; today, unless numbers are added to a list',
    optional: true,
    ...DATE,
  })
  listDate?: string;

  @RuleField({
    description: 'the region of numbers without a country code',
    ...REGION,
  })
  region!: string;

  @TextField({
    description:
      'what tells the file from every other one: its SHA-256, or another hash of all of it. Without it an upload that breaks off cannot be gone on with',
    optional: true,
    ...DIGEST,
  })
  digest?: string;
}

/** Where an upload goes on. */
export class GoOnQuery {
  @IntegerField({
    description: 'the byte of the file that the body begins with: bytes of the upload that broke off',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
  })
  from!: number;

  @TextField({ description: 'digest of the whole file, as it was given with the upload', ...DIGEST })
  digest!: string;
}

/** Which number is looked up. */
export class LookUpNumberQuery {
  @TextField({ description: 'the number', min: 1, max: 40, example: '(41) 8102-1119' })
  number!: string;

  @RuleField({
    description: 'its region, where it is without a country code',
    optional: true,
    ...REGION,
  })
  region?: string;
}

/** Whether a number is on a list. */
export class NumberView {
  @ApiProperty({ description: 'E.164 digits' })
  number!: string;
  @ApiProperty({ description: 'true: it is on the list and must not be called' })
  listed!: boolean;
}

/** How many numbers a list has. */
export class NumberCountView {
  @ApiProperty({ type: 'integer' })
  count!: number;
  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'the day that they are of; null: it is not known, or nothing was ever uploaded',
  })
  listDate!: string | null;
  @ApiProperty({
    type: Date,
    nullable: true,
    description: 'when the list last changed; null: nothing was ever uploaded',
  })
  changedAt!: Date | null;
}

/** What became of an uploaded list. */
export class NumbersReportView {
  @ApiProperty({ type: 'integer', description: 'rows of the file, without the header' })
  read!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'the column of a CSV that the numbers were taken from, from 1; none when there were no rows',
  })
  column!: number | null;
  @ApiProperty({ type: 'integer', description: 'numbers that were new to the list' })
  added!: number;
  @ApiProperty({
    type: 'integer',
    description: 'numbers that are no longer on the list, of a file of changes',
  })
  removed!: number;
  @ApiProperty({ type: 'integer', description: 'numbers of the list now' })
  count!: number;
  @ApiProperty({ type: 'integer', description: 'rows whose field in that column is not a phone number' })
  rejectedTotal!: number;
  @ApiProperty({
    type: [RejectedRowView],
    description: `the first ${ROWS_SHOWN} of them; up to ${MOST_NUMBER_ROWS_KEPT} can be downloaded`,
  })
  rejected!: RejectedRowView[];
}

const FILE_READ = 'up to the end of the last line that was taken';

/** How the last upload of a list fares. */
export class NumberUploadView {
  @ApiProperty({
    ...NUMBER_UPLOAD_STATE,
    description: 'interrupted: it broke off, and goes on where the rest of the file is sent to .../upload',
  })
  state!: NumberUploadState;
  @ApiProperty({ ...UPLOAD_MODE, nullable: true })
  mode!: 'add' | 'replace' | 'change' | null;
  @ApiProperty({ ...NUMBER_FILE_FORMAT, nullable: true })
  format!: NumberFileFormat | null;
  @ApiProperty({ type: String, nullable: true })
  region!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'as it was given' })
  listDate!: string | null;
  @ApiProperty({ type: Date, nullable: true })
  startedAt!: Date | null;
  @ApiProperty({ type: 'integer', nullable: true, description: `bytes of the file ${FILE_READ}` })
  bytes!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'of the file, where the client said it' })
  totalBytes!: number | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'of the file, as it was given; null: the upload cannot be gone on with',
  })
  digest!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: `lines of the file ${FILE_READ}` })
  lines!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'rows of it, without the header' })
  read!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'rows that were not taken' })
  rejectedTotal!: number | null;
  @ApiProperty({ type: NumbersReportView, nullable: true, description: 'of an upload that is done' })
  report!: NumbersReportView | null;
}
