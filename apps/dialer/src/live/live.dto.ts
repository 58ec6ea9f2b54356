import type { ScheduleEntryState } from '@marcador/domain/schedule.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { CampaignProgress } from '@marcador/dialing/live-progress.js';
import { SCHEDULE_ENTRY_STATE } from '../http/named-enums.js';
import { LeadCountsView } from '../campaigns/campaign.dto.js';

class CallsView {
  @ApiProperty({ type: 'integer' })
  checking!: number;
  @ApiProperty({ type: 'integer' })
  ringing!: number;
  @ApiProperty({ type: 'integer' })
  analysing!: number;
  @ApiProperty({ type: 'integer' })
  transferring!: number;
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
  @ApiPropertyOptional({ description: 'why nothing is known of the queue' })
  unreachable!: string | undefined;
}

class OutageView {
  @ApiProperty()
  since!: Date;
  @ApiProperty()
  reason!: string;
}

/** How a campaign fares at a moment: the data of an event `progress`. */
export class ProgressView implements CampaignProgress {
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
  @ApiProperty({ type: OutageView, nullable: true, description: 'the do-not-call service gives no answers' })
  dncOutage!: OutageView | null;
}
