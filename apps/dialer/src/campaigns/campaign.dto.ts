import type { UndecidedMeans } from '@marcador/domain/answering-machine.js';
import { LEAD_STATUSES, type LeadStatus } from '@marcador/domain/lead-status.js';
import { RETRY_LIMITS } from '@marcador/domain/retry-rule.js';
import { isTimeZone } from '@marcador/domain/schedule.js';
import { CAMPAIGN_SORTS } from '@marcador/persistence/campaigns/campaign-list.js';
import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import {
  BooleanField,
  ChoiceField,
  IdField,
  IdListField,
  IntegerField,
  IntegerListField,
  PatternField,
  RuleField,
  TextField,
  VersionField,
} from '../http/fields.js';
import { DATE, REGION, TIME_OF_DAY } from '../http/forms.js';
import { CAMPAIGN_STATE, UNDECIDED_MEANS } from '../http/named-enums.js';
import { sortedQuery } from '../http/page.js';

const { maxAttempts, retryAfterMinutes } = RETRY_LIMITS;

/** A new campaign. Dates and times are local to its time zone. */
export class CreateCampaignDto {
  @TextField({ description: 'unique, whatever the case', min: 1, max: 100 })
  name!: string;

  @TextField({ description: 'more about it', max: 1000, optional: true, default: '' })
  description?: string;

  @IdField({ description: 'its dialer group, which must be enabled' })
  groupId!: string;

  @RuleField({ description: 'first day', example: '2026-11-23', ...DATE })
  startDate!: string;

  @RuleField({ description: 'last day', example: '2026-12-18', ...DATE })
  endDate!: string;

  @RuleField({ description: 'when a day begins', example: '08:00', ...TIME_OF_DAY })
  startTime!: string;

  @RuleField({ description: 'when a day ends; 24:00 is midnight', example: '18:00', ...TIME_OF_DAY })
  endTime!: string;

  @IntegerListField({
    description: 'on which days: 1 Monday to 7 Sunday',
    min: 1,
    max: 7,
    example: [1, 2, 3, 4, 5],
  })
  weekdays!: number[];

  @RuleField({
    description: 'IANA time zone',
    example: 'America/Sao_Paulo',
    rule: isTimeZone,
    otherwise: 'not-time-zone',
  })
  timeZone!: string;

  @RuleField({
    description: 'region of numbers without a country code',
    example: 'BR',
    ...REGION,
  })
  defaultRegion!: string;

  @PatternField({
    description: 'the number by which calls reach the queue',
    example: '5000',
    pattern: /^\+?[0-9*#]{1,32}$/,
    otherwise: 'not-pilot-number',
  })
  pilotNumber!: string;

  @PatternField({
    description: 'the number its calls show; empty: that of the trunk',
    example: '+554130304040',
    pattern: /^(\+?[0-9]{1,20})?$/,
    otherwise: 'not-caller-number',
    optional: true,
  })
  callerNumber?: string;

  @TextField({
    description: 'the name its calls show; empty: that of the trunk',
    max: 60,
    optional: true,
    default: '',
  })
  callerName?: string;

  @TextField({
    description:
      'on whose behalf it calls: do-not-call services with a list for each company are told; empty: they are not',
    max: 100,
    optional: true,
    default: '',
  })
  company?: string;

  @IntegerField({ description: 'how often a lead is called', optional: true, ...maxAttempts })
  maxAttempts?: number;

  @IntegerField({
    description: 'minutes from the end of a call to the next attempt',
    optional: true,
    ...retryAfterMinutes,
  })
  retryAfterMinutes?: number;

  @IdField({ description: 'the dial target that takes over answered calls' })
  targetId!: string;

  @TextField({ description: 'one of the queues of the dial target', min: 1, max: 200 })
  queueId!: string;

  @IdListField({
    description:
      'the do-not-call services, one at least, that are asked before each call: it is made when each of them clears the number; by default the Embedded Service',
    optional: true,
  })
  dncServiceIds?: string[];

  @BooleanField({ description: 'whether answering machines are detected', optional: true, default: true })
  answeringMachineDetection?: boolean;

  @IdField({ description: 'by which detector; by default the built-in one', optional: true })
  amdDetectorId?: string;

  @ChoiceField({
    description:
      'what a call counts as of which the detector cannot tell; where the detection itself fails it is always a person',
    choices: UNDECIDED_MEANS,
    optional: true,
    default: 'PERSON',
  })
  undecidedMeans?: UndecidedMeans;

  @BooleanField({
    description:
      'whether it is kept with the call record, for some days, what the detector heard: levels, speech and tones, never the audio',
    optional: true,
    default: false,
  })
  amdExplanations?: boolean;
  @IdField({
    description:
      'the recording, of the same dialer group, that is left at answering machines after their greeting; null, as by default: they are hung up on',
    optional: true,
    nullable: true,
  })
  messageRecordingId?: string | null;

  @IdField({ description: 'how calls are paced; by default progressively', optional: true })
  pacingStrategyId?: string;
}

/** What of a stopped campaign is to be different. Its days and hours are those of the schedule, and changed there. */
export class UpdateCampaignDto extends PartialType(
  OmitType(CreateCampaignDto, [
    'startDate',
    'endDate',
    'startTime',
    'endTime',
    'weekdays',
    'timeZone',
  ] as const),
) {
  @VersionField()
  version!: number;
}

/** Which campaigns are wanted. */
export class CampaignsQuery extends sortedQuery('CampaignSort', CAMPAIGN_SORTS) {}

class NamedView {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  name!: string;
}

class ChosenInstanceView extends NamedView {
  @ApiProperty({ description: 'there from the start, neither changed nor removed' })
  builtIn!: boolean;
}

class CampaignGroupView extends NamedView {
  @ApiProperty({ description: 'stopped campaigns of a disabled group cannot be started' })
  enabled!: boolean;
}

class CampaignTargetView extends NamedView {
  @ApiProperty({ description: 'the id of the extension' })
  type!: string;
}

/** A campaign. Dates and times are local to its time zone. */
export class CampaignView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  description!: string;
  @ApiProperty(CAMPAIGN_STATE)
  state!: 'STARTED' | 'STOPPED';
  @ApiProperty()
  group!: CampaignGroupView;
  @ApiProperty({ format: 'date', description: 'the first of its days; a day added before it moves it' })
  startDate!: string;
  @ApiProperty({ format: 'date', description: 'the last of its days; a day added after it moves it' })
  endDate!: string;
  @ApiProperty({ example: '08:00', description: 'of its days; single ones may differ: see the schedule' })
  startTime!: string;
  @ApiProperty({ example: '18:00' })
  endTime!: string;
  @ApiProperty({ type: 'integer', isArray: true, description: '1 Monday to 7 Sunday' })
  weekdays!: number[];
  @ApiProperty()
  timeZone!: string;
  @ApiProperty()
  defaultRegion!: string;
  @ApiProperty()
  pilotNumber!: string;
  @ApiProperty({ description: 'the number its calls show; empty: that of the trunk' })
  callerNumber!: string;
  @ApiProperty({ description: 'the name its calls show; empty: that of the trunk' })
  callerName!: string;
  @ApiProperty({
    description: 'on whose behalf it calls: do-not-call services are told; empty: they are not',
  })
  company!: string;
  @ApiProperty({ type: 'integer' })
  maxAttempts!: number;
  @ApiProperty({ type: 'integer' })
  retryAfterMinutes!: number;
  @ApiProperty()
  target!: CampaignTargetView;
  @ApiProperty()
  queue!: NamedView;
  @ApiProperty({ type: [ChosenInstanceView] })
  dncServices!: ChosenInstanceView[];
  @ApiProperty()
  answeringMachineDetection!: boolean;
  @ApiProperty({ type: ChosenInstanceView, nullable: true })
  amdDetector!: ChosenInstanceView | null;
  @ApiProperty({ ...UNDECIDED_MEANS, description: 'what a call counts as of which the detector cannot tell' })
  undecidedMeans!: UndecidedMeans;
  @ApiProperty({ description: 'what the detector heard is kept with the call record, for some days' })
  amdExplanations!: boolean;
  @ApiProperty({
    type: NamedView,
    nullable: true,
    description: 'what is left at answering machines; null: they are hung up on',
  })
  messageRecording!: NamedView | null;
  @ApiProperty()
  pacingStrategy!: ChosenInstanceView;
  @ApiProperty()
  createdAt!: Date;
}

const count = { type: 'integer', minimum: 0 } as const;

/** The number of leads in every status. */
export class LeadCountsView implements Record<LeadStatus, number> {
  @ApiProperty(count)
  NOT_CALLED!: number;
  @ApiProperty(count)
  SUCCESS!: number;
  @ApiProperty(count)
  FAILURE!: number;
  @ApiProperty(count)
  BUSY!: number;
  @ApiProperty(count)
  DECLINE!: number;
  @ApiProperty(count)
  AMD!: number;
  @ApiProperty(count)
  SERVICE_TEMPORARILY_UNAVAILABLE!: number;
  @ApiProperty(count)
  DO_NOT_CALL!: number;
  @ApiProperty(count)
  UNKNOWN!: number;
}

/** A campaign with the number of its leads in every status: they add up. */
export class CampaignSummaryView {
  @ApiProperty()
  campaign!: CampaignView;
  @ApiProperty()
  leads!: LeadCountsView;
  @ApiProperty({ ...count, description: 'all leads of the campaign' })
  total!: number;
  @ApiProperty({ ...count, description: 'leads that will be called (again)' })
  unfinished!: number;
}

/** The number of leads in every status, also in those without any. */
export function everyStatus(counts: Partial<Record<LeadStatus, number>>): Record<LeadStatus, number> {
  const entries = LEAD_STATUSES.map((status) => [status, counts[status] ?? 0] as const);
  return Object.fromEntries(entries) as Record<LeadStatus, number>;
}
