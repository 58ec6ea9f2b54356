import type { ScheduleEntryState } from '@marcador/domain/schedule.js';
import { ApiProperty } from '@nestjs/swagger';
import { IntegerField, RuleField, VersionField } from '../http/fields.js';
import { DATE, TIME_OF_DAY } from '../http/forms.js';
import { SCHEDULE_ENTRY_STATE } from '../http/named-enums.js';

const START = { description: 'when the day begins, local to the campaign', example: '08:00', ...TIME_OF_DAY };
const END = { description: 'when the day ends; 24:00 is midnight', example: '18:00', ...TIME_OF_DAY };

/** A new day of a campaign. */
export class CreateScheduleEntryDto {
  @RuleField({
    description: "the day, in the campaign's time zone; from today on, one entry a day",
    example: '2026-12-24',
    ...DATE,
  })
  date!: string;

  @RuleField(START)
  startTime!: string;

  @RuleField(END)
  endTime!: string;
}

/** What of a day is to be different. */
export class UpdateScheduleEntryDto {
  @VersionField()
  version!: number;

  @RuleField({ ...START, optional: true })
  startTime?: string;

  @RuleField({ ...END, optional: true })
  endTime?: string;
}

/** The hours of today's and all future days, and those that the campaign is shown with. */
export class UpdateScheduleDto {
  @IntegerField({
    description: 'the version of the campaign that the change was decided on',
    min: 1,
    max: 2_147_483_647,
  })
  version!: number;

  @RuleField(START)
  startTime!: string;

  @RuleField(END)
  endTime!: string;
}

/** One day of a campaign. */
export class ScheduleEntryView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty({ format: 'date' })
  date!: string;
  @ApiProperty({ example: '08:00' })
  startTime!: string;
  @ApiProperty({ example: '18:00' })
  endTime!: string;
  @ApiProperty(SCHEDULE_ENTRY_STATE)
  state!: ScheduleEntryState;
  @ApiProperty({ description: 'a day before today, in the time zone of the campaign: it never changes' })
  past!: boolean;
  @ApiProperty({
    description:
      'the instant; a start that daylight saving skips is the change, one that comes twice the second',
  })
  opensAt!: Date;
  @ApiProperty({ description: 'the instant; an end that comes twice is the first' })
  closesAt!: Date;
  @ApiProperty({ description: "the campaign's offset at that time", example: 'GMT-3' })
  startOffset!: string;
  @ApiProperty({ example: 'GMT-3' })
  endOffset!: string;
}
