import type { UndecidedMeans } from '@marcador/domain/answering-machine.js';
import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';
import { Group } from './group.entity.js';
import { hoursAndMinutes } from './hours-and-minutes.js';
import { PluginInstance } from './plugin-instance.entity.js';
import { Recording } from './recording.entity.js';
import { instant } from './instant.js';

export type CampaignState = 'STARTED' | 'STOPPED';

/** A campaign: whom to call, when, how often, and whom to hand the calls to. */
@Entity('campaign')
// Unique whatever the case: an index on lower(name), which a migration makes and TypeORM cannot express.
@Index('campaign_name_key', { synchronize: false })
@Check('campaign_dnc_instance_ids_check', 'cardinality(dnc_instance_ids) > 0')
export class Campaign {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @VersionColumn() version!: number;
  @Column('text') name!: string;
  @Column('text', { default: '' }) description!: string;
  @Index() @Column('uuid') @ForeignKey(() => Group) groupId!: string;

  /** `YYYY-MM-DD`, local to the campaign, as all its dates and times. */
  @Column('date') startDate!: string;
  @Column('date') endDate!: string;
  /** `HH:MM`; the end may be `24:00`. */
  @Column('time', { transformer: hoursAndMinutes }) startTime!: string;
  @Column('time', { transformer: hoursAndMinutes }) endTime!: string;
  /** 1 = Monday … 7 = Sunday (ISO 8601). */
  @Column('smallint', { array: true }) weekdays!: number[];
  /** IANA name. */
  @Column('text') timeZone!: string;
  /** ISO 3166-1 alpha-2, for national numbers. */
  @Column('text') defaultRegion!: string;

  @Column('text') pilotNumber!: string;
  /** Who its calls say they are from; empty: whom the trunk says. */
  @Column('text', { default: '' }) callerNumber!: string;
  @Column('text', { default: '' }) callerName!: string;
  /** On whose behalf it calls, for do-not-call registries with a list for each company; empty: nobody's in particular. */
  @Column('text', { default: '' }) company!: string;
  @Column('smallint') maxAttempts!: number;
  @Column('smallint') retryAfterMinutes!: number;

  @Column('uuid') @ForeignKey(() => PluginInstance) targetInstanceId!: string;
  @Column('text') queueId!: string;
  @Column('text') queueName!: string;
  /** Each of them has to clear a number: one at least. The repositories see to it that there are instances with these ids. */
  @Column('uuid', { array: true }) dncInstanceIds!: string[];
  /** `null`: no answering machine detection. */
  @Column('uuid', { nullable: true }) @ForeignKey(() => PluginInstance) amdInstanceId!: string | null;
  /** What a call counts as of which the detector cannot tell. */
  @Column('text', { default: 'PERSON' }) undecidedMeans!: UndecidedMeans;
  /** What the detector heard is kept beside the call record, for a while. */
  @Column('boolean', { default: false }) amdExplanations!: boolean;
  /** What is left at a machine; `null`: nothing, it is hung up on. */
  @Column('uuid', { nullable: true }) @ForeignKey(() => Recording) messageRecordingId!: string | null;
  @Column('uuid') @ForeignKey(() => PluginInstance) pacingInstanceId!: string;

  @Column('text', { default: 'STOPPED' }) state!: CampaignState;
  @Column({ ...instant, default: () => 'now()' }) createdAt!: Date;
}
