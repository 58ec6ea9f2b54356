import {
  localDate,
  MAX_SCHEDULE_DAYS,
  scheduleWindow,
  type ScheduleDay,
  type ScheduleEntryState,
} from '@marcador/domain/schedule.js';
import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { DataSource, In, MoreThanOrEqual, type EntityManager } from 'typeorm';
import { Campaign } from '../entities/campaign.entity.js';
import { ScheduleEntry } from '../entities/schedule-entry.entity.js';
import { NotAllowedNowError, NotFoundError, StaleVersionError } from '../repository.errors.js';
import { renaming, SQL_STATE } from '../sql-state.js';
import { lockVersion } from '../versioned.js';
import { lockIdle } from './idle-campaign.js';

/** From when to when an entry dials. */
export type ScheduleHours = Pick<ScheduleDay, 'startTime' | 'endTime'>;

/**
 * The days of campaigns. Those of a stopped campaign whose last calls have ended can be changed, from its today on;
 * every change throws NotFoundError, and NotAllowedNowError with what to do first.
 */
@Injectable()
export class ScheduleEntryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** All entries of a campaign, by date. */
  ofCampaign(campaignId: string): Promise<ScheduleEntry[]> {
    return this.dataSource.manager.find(ScheduleEntry, { where: { campaignId }, order: { date: 'ASC' } });
  }

  /** @throws NotFoundError when the campaign has no such entry */
  async get(campaignId: string, id: string): Promise<ScheduleEntry> {
    const entry = await this.dataSource.manager.findOneBy(ScheduleEntry, { campaignId, id });
    if (entry === null) throw notThere(id);
    return entry;
  }

  /**
   * Sets what the dialer makes of an entry; does nothing when it was removed meanwhile. The version stays: it stands for
   * what people change.
   */
  async setState(entryId: string, state: ScheduleEntryState): Promise<void> {
    await this.dataSource.query('UPDATE schedule_entry SET state = $2 WHERE id = $1', [entryId, state]);
  }

  /** The entries of stopped campaigns that are as if they ran, with the campaign's time zone: a stop was cut short. */
  async leftRunning(): Promise<{ entry: ScheduleEntry; timeZone: string }[]> {
    const stopped = await this.dataSource.manager.findBy(Campaign, { state: 'STOPPED' });
    const zones = new Map(stopped.map(({ id, timeZone }) => [id, timeZone]));
    const entries = await this.dataSource.manager.findBy(ScheduleEntry, {
      campaignId: In([...zones.keys()]),
      state: In(['RUNNING', 'DO_NOT_CALL_OOS']),
    });
    return entries.map((entry) => ({ entry, timeZone: zones.get(entry.campaignId) ?? '' }));
  }

  /** Adds a day, and widens the campaign's range of dates when the day lies outside. A campaign has one entry a day. */
  add(campaignId: string, day: ScheduleDay, now: Date): Promise<ScheduleEntry> {
    return this.changing(campaignId, async (manager, campaign) => {
      refuseIfPast(campaign, day, now);
      if ((await manager.countBy(ScheduleEntry, { campaignId })) >= MAX_SCHEDULE_DAYS) {
        throw new NotAllowedNowError(message('most-days', { max: MAX_SCHEDULE_DAYS }));
      }
      const entry = await renaming(
        SQL_STATE.uniqueViolation,
        () => new NotAllowedNowError(message('day-there-already', { date: day.date })),
        () => manager.save(ScheduleEntry, { ...day, campaignId }),
      );
      const { startDate, endDate } = campaign;
      if (day.date < startDate) campaign.startDate = day.date;
      if (day.date > endDate) campaign.endDate = day.date;
      await manager.save(Campaign, campaign);
      return manager.findOneByOrFail(ScheduleEntry, { id: entry.id });
    });
  }

  /**
   * Changes the hours of one entry.
   * @param version the one that the change was decided on
   * @throws StaleVersionError
   */
  edit(
    campaignId: string,
    id: string,
    version: number,
    hours: ScheduleHours,
    now: Date,
  ): Promise<ScheduleEntry> {
    return this.changing(campaignId, async (manager, campaign) => {
      const entry = await lockVersion(manager, ScheduleEntry, 'schedule entry', id, version);
      if (entry.campaignId !== campaignId) throw notThere(id);
      refuseIfPast(campaign, entry, now);
      return manager.save(ScheduleEntry, edited(entry, hours, campaign, now));
    });
  }

  /**
   * Changes the hours of today's and all future entries, and those that the campaign itself is shown with.
   * @param version of the campaign, on which the change was decided
   * @throws StaleVersionError
   */
  editAll(campaignId: string, version: number, hours: ScheduleHours, now: Date): Promise<void> {
    return this.changing(campaignId, async (manager, campaign) => {
      if (campaign.version !== version) throw new StaleVersionError('campaign', campaign.version);
      const today = localDate(now, campaign.timeZone);
      const entries = await manager.findBy(ScheduleEntry, { campaignId, date: MoreThanOrEqual(today) });
      if (entries.length === 0) {
        throw new NotAllowedNowError(message('all-days-over'));
      }
      await manager.save(
        ScheduleEntry,
        entries.map((entry) => edited(entry, hours, campaign, now)),
      );
      await manager.save(Campaign, Object.assign(campaign, hours));
    });
  }

  /** Removes today's or a future entry. The campaign's range of dates stays as it is. */
  async remove(campaignId: string, id: string, now: Date): Promise<void> {
    await this.changing(campaignId, async (manager, campaign) => {
      const entry = await manager.findOneBy(ScheduleEntry, { campaignId, id });
      if (entry === null) throw notThere(id);
      refuseIfPast(campaign, entry, now);
      await manager.delete(ScheduleEntry, id);
    });
  }

  private changing<T>(
    campaignId: string,
    change: (manager: EntityManager, campaign: Campaign) => Promise<T>,
  ): Promise<T> {
    return this.dataSource.transaction(async (manager) =>
      change(manager, await lockIdle(manager, campaignId)),
    );
  }
}

function edited(
  entry: ScheduleEntry,
  hours: ScheduleHours,
  { timeZone }: Campaign,
  now: Date,
): ScheduleEntry {
  Object.assign(entry, hours);
  // What was completed and now has time left is to run again.
  if (scheduleWindow(entry, timeZone).closesAt > now) entry.state = 'NOT_RUNNING';
  return entry;
}

function refuseIfPast({ timeZone }: Campaign, { date }: Pick<ScheduleDay, 'date'>, now: Date): void {
  if (date < localDate(now, timeZone)) {
    throw new NotAllowedNowError(message('day-over', { date }));
  }
}

function notThere(id: string): NotFoundError {
  return new NotFoundError('schedule entry', id);
}
