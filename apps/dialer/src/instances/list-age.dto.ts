import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, IntegerField } from '../http/fields.js';
import { ON_OLD_LIST } from '../http/named-enums.js';

/** Ten years: whoever wants more wants no limit. */
const MOST_DAYS = 3650;
const WHAT_HAPPENS =
  'what a campaign does while the list is older: warn, or stop: it begins no calls until the list is a newer one';

/** How old a list may be. */
export class ListAgeRuleDto {
  @IntegerField({
    description: 'the most days that may have passed since the day that the list is of; null: any number',
    min: 0,
    max: MOST_DAYS,
    nullable: true,
  })
  oldestDays!: number | null;

  @ChoiceField({ description: WHAT_HAPPENS, choices: ON_OLD_LIST, optional: true, default: 'warn' })
  onOldList: 'warn' | 'stop' = 'warn';
}

/** How old a list is and may be. */
export class ListAgeView {
  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'the day that the list is of; null: the service does not know, keeps none, or does not tell',
  })
  listDate!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'days since then, of UTC' })
  days!: number | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'the most that are allowed; null: any number',
  })
  oldestDays!: number | null;
  @ApiProperty({ ...ON_OLD_LIST, description: WHAT_HAPPENS })
  onOldList!: 'warn' | 'stop';
  @ApiProperty({ description: 'it is older than allowed, or of a day that nobody knows' })
  isTooOld!: boolean;
}
