import type { ScheduleEntryState } from '@marcador/domain/schedule.js';
import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique, VersionColumn } from 'typeorm';
import { Campaign } from './campaign.entity.js';
import { hoursAndMinutes } from './hours-and-minutes.js';

/** One day of a campaign. */
@Entity('schedule_entry')
@Unique(['campaignId', 'date'])
export class ScheduleEntry {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @VersionColumn() version!: number;
  @Column('uuid') @ForeignKey(() => Campaign, { onDelete: 'CASCADE' }) campaignId!: string;
  /** `YYYY-MM-DD` and `HH:MM`, local to the campaign. */
  @Column('date') date!: string;
  @Column('time', { transformer: hoursAndMinutes }) startTime!: string;
  @Column('time', { transformer: hoursAndMinutes }) endTime!: string;
  @Column('text', { default: 'NOT_RUNNING' }) state!: ScheduleEntryState;
}
