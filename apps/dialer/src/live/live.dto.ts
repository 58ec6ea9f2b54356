import type { ScheduleEntryState } from '@marcador/domain/schedule.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { LeadStatus, SubReason } from '@marcador/domain/lead-status.js';
import type { OldList } from '@marcador/dialing/list-ages.js';
import { RECENT_MINUTES, type CampaignProgress } from '@marcador/dialing/live-progress.js';
import { ReasonView } from '../http/message.dto.js';
import { LEAD_STATUS, SCHEDULE_ENTRY_STATE, SUB_REASON } from '../http/named-enums.js';
import { LeadCountsView } from '../campaigns/campaign.dto.js';
import { BusyAgentsView } from './busy-agents.dto.js';
import { HindranceView, hindranceView } from './hindrance.dto.js';

class CallsView {
  @ApiProperty({ type: 'integer' })
  checking!: number;
  @ApiProperty({ type: 'integer' })
  ringing!: number;
  @ApiProperty({ type: 'integer' })
  analysing!: number;
  @ApiProperty({ type: 'integer' })
  transferring!: number;
  @ApiProperty({ type: 'integer', description: 'a recorded message is left at a machine, without an agent' })
  leavingMessage!: number;
}

class LiveQueueView {
  @ApiProperty({ type: 'integer', description: 'agents or channels that are free' })
  free!: number;
  @ApiProperty({ type: 'integer', description: 'of these, the ones not promised to a call' })
  unpromised!: number;
  @ApiProperty({ type: 'integer', description: 'calls under way for the queue' })
  inFlight!: number;
  @ApiProperty({ type: 'integer' })
  loggedOn!: number;
  @ApiPropertyOptional({
    type: BusyAgentsView,
    description: 'what those who are not free do, where the target can tell',
  })
  busy!: BusyAgentsView | undefined;
  @ApiPropertyOptional({ type: ReasonView, description: 'why nothing is known of the queue' })
  unreachable!: ReasonView | undefined;
}

class OutageView extends ReasonView {
  @ApiProperty({ description: 'the name of the do-not-call service' })
  service!: string;
  @ApiProperty()
  since!: Date;
}

class OldListView implements OldList {
  @ApiProperty({ description: 'name of the do-not-call service' })
  service!: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'null: nobody knows' })
  listDate!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'days since then; null: nobody knows' })
  days!: number | null;
  @ApiProperty({ type: 'integer', description: 'the most days that are allowed' })
  oldestDays!: number;
  @ApiProperty({ description: 'whether it keeps the campaign from beginning calls' })
  stops!: boolean;
}

class MinuteView {
  @ApiProperty({ description: 'its begin' })
  at!: Date;
  @ApiProperty({ type: 'integer', description: 'calls that ended in this minute' })
  dialled!: number;
  @ApiProperty({ type: 'integer', description: 'of those dialled: answered, by a person or a machine' })
  answered!: number;
  @ApiProperty({ type: 'integer', description: 'of those answered: by a machine, as detected' })
  machines!: number;
  @ApiProperty({ type: 'integer', description: 'of those answered: handed over' })
  transferred!: number;
}

class OutcomeView {
  @ApiProperty({ description: 'id of the call record' })
  recordId!: string;
  @ApiProperty()
  endedAt!: Date;
  @ApiProperty(LEAD_STATUS)
  result!: LeadStatus;
  @ApiProperty({ ...SUB_REASON, nullable: true })
  subReason!: SubReason | null;
}

class RecentCallsView {
  @ApiProperty({
    type: [MinuteView],
    description: `the last ${RECENT_MINUTES} minutes; those without a call are left out`,
  })
  minutes!: readonly MinuteView[];
  @ApiProperty({ type: [OutcomeView], description: 'the last ones, newest first' })
  last!: readonly OutcomeView[];
}

/** How a campaign fares at a moment: the data of an event `progress`. */
export class ProgressView implements Omit<CampaignProgress, 'hindrances'> {
  @ApiProperty({ format: 'uuid' })
  campaignId!: string;
  @ApiProperty()
  at!: Date;
  @ApiProperty()
  started!: boolean;
  @ApiProperty({
    ...SCHEDULE_ENTRY_STATE,
    nullable: true,
    description: 'null: outside every entry',
  })
  entryState!: ScheduleEntryState | null;
  @ApiProperty()
  leads!: LeadCountsView;
  @ApiProperty({ type: 'integer', description: 'leads that will be called (again)' })
  unfinished!: number;
  @ApiProperty({ description: 'calls under way, by stage' })
  calls!: CallsView;
  @ApiProperty({ type: LiveQueueView, nullable: true, description: 'null while the campaign is stopped' })
  queue!: LiveQueueView | null;
  @ApiProperty({
    type: OutageView,
    nullable: true,
    description: 'the do-not-call service, of several the first, that gives no answers',
  })
  dncOutage!: OutageView | null;
  @ApiProperty({
    type: [HindranceView],
    description: 'all that keeps the campaign from beginning a call at this moment; empty: nothing does',
  })
  hindrances!: readonly HindranceView[];
  @ApiProperty({ type: [OldListView], description: 'do-not-call lists that are older than allowed' })
  oldLists!: readonly OldListView[];
  @ApiProperty()
  recent!: RecentCallsView;
}

/** Which campaigns there are for the user: the data of an event `campaigns`. */
export class CampaignIdsView {
  @ApiProperty({ type: [String], format: 'uuid', description: 'by name' })
  ids!: readonly string[];
}

/** The engine's report as the API shows it. */
export function progressView(progress: CampaignProgress): ProgressView {
  return { ...progress, hindrances: progress.hindrances.map(hindranceView) };
}
