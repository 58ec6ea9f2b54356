import type { ScheduleEntryState } from '@marcador/domain/schedule.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ScheduleEntry } from '../entities/schedule-entry.entity.js';

/** The days of campaigns. */
@Injectable()
export class ScheduleEntryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** All entries of a campaign, by date. */
  ofCampaign(campaignId: string): Promise<ScheduleEntry[]> {
    return this.dataSource.manager.find(ScheduleEntry, { where: { campaignId }, order: { date: 'ASC' } });
  }

  /** Does nothing when the entry was removed meanwhile. */
  async setState(entryId: string, state: ScheduleEntryState): Promise<void> {
    await this.dataSource.manager.update(ScheduleEntry, entryId, { state });
  }
}
