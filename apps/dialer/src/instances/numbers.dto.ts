import { ApiProperty } from '@nestjs/swagger';
import { RejectedRowView } from '../csv/rejected-rows.js';
import { ChoiceField, RuleField, TextField } from '../http/fields.js';
import { REGION } from '../http/forms.js';
import { UPLOAD_MODE } from '../http/named-enums.js';

/** How a list of numbers is taken. */
export class UploadNumbersQuery {
  @ChoiceField({
    description: 'whether the numbers join the present ones or take their place',
    choices: UPLOAD_MODE,
  })
  mode!: 'add' | 'replace';

  @RuleField({
    description: 'the region of numbers without a country code',
    ...REGION,
  })
  region!: string;
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
}

/** What became of an uploaded list. */
export class NumbersReportView {
  @ApiProperty({ type: 'integer', description: 'rows of the file, without the header' })
  read!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'the column that the numbers were taken from, from 1; none when there were no rows',
  })
  column!: number | null;
  @ApiProperty({ type: 'integer', description: 'numbers that were new to the list' })
  added!: number;
  @ApiProperty({ type: 'integer', description: 'numbers of the list now' })
  count!: number;
  @ApiProperty({ type: 'integer', description: 'rows whose field in that column is not a phone number' })
  rejectedTotal!: number;
  @ApiProperty({ type: [RejectedRowView], description: 'the first 100000 of them' })
  rejected!: RejectedRowView[];
}
