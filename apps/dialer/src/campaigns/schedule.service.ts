import { localDate, offsetLabel, scheduleWindow, type ScheduleDay } from '@marcador/domain/schedule.js';
import { message } from '@marcador/messages/message.js';
import { ScheduleEntryRepository } from '@marcador/persistence/campaigns/schedule-entry.repository.js';
import type { ScheduleEntry } from '@marcador/persistence/entities/schedule-entry.entity.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Inject, Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { unprocessable } from '../http/api-error.js';
import { onItsVersion } from '../http/stale-version.js';
import { CLOCK } from '../tokens.js';
import { CampaignAccess } from './campaign-access.js';
import type {
  CreateScheduleEntryDto,
  ScheduleEntryView,
  UpdateScheduleDto,
  UpdateScheduleEntryDto,
} from './schedule.dto.js';

/** The days of campaigns, as far as the user's permissions reach. */
@Injectable()
export class ScheduleService {
  constructor(
    private readonly access: CampaignAccess,
    private readonly entries: ScheduleEntryRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(user: SessionUser, campaignId: string): Promise<ScheduleEntryView[]> {
    const { timeZone } = await this.access.get(user, 'schedule:read', campaignId);
    return this.viewsOf(await this.entries.ofCampaign(campaignId), timeZone);
  }

  async add(user: SessionUser, campaignId: string, body: CreateScheduleEntryDto): Promise<ScheduleEntryView> {
    const { timeZone } = await this.access.get(user, 'schedule:update', campaignId);
    const { date, startTime, endTime } = body;
    refuseImpossible({ date, startTime, endTime }, timeZone);
    return this.viewOf(
      await this.entries.add(campaignId, { date, startTime, endTime }, this.clock.now()),
      timeZone,
    );
  }

  async edit(
    user: SessionUser,
    campaignId: string,
    id: string,
    body: UpdateScheduleEntryDto,
  ): Promise<ScheduleEntryView> {
    const { timeZone } = await this.access.get(user, 'schedule:update', campaignId);
    const entry = await this.entries.get(campaignId, id);
    const { version, startTime = entry.startTime, endTime = entry.endTime } = body;
    refuseImpossible({ date: entry.date, startTime, endTime }, timeZone);
    const hours = { startTime, endTime };
    const current = async () => ({ ...(await this.entries.get(campaignId, id)) });
    const edited = await onItsVersion({ yours: body, current }, () =>
      this.entries.edit(campaignId, id, version, hours, this.clock.now()),
    );
    return this.viewOf(edited, timeZone);
  }

  async editAll(
    user: SessionUser,
    campaignId: string,
    body: UpdateScheduleDto,
  ): Promise<ScheduleEntryView[]> {
    const { timeZone } = await this.access.get(user, 'schedule:update', campaignId);
    const { version, startTime, endTime } = body;
    refuseBackwards({ startTime, endTime });
    const current = async () => ({ ...(await this.access.get(user, 'schedule:update', campaignId)) });
    await onItsVersion({ yours: body, current }, () =>
      this.entries.editAll(campaignId, version, { startTime, endTime }, this.clock.now()),
    );
    return this.viewsOf(await this.entries.ofCampaign(campaignId), timeZone);
  }

  async remove(user: SessionUser, campaignId: string, id: string): Promise<void> {
    await this.access.get(user, 'schedule:update', campaignId);
    await this.entries.remove(campaignId, id, this.clock.now());
  }

  private viewsOf(entries: readonly ScheduleEntry[], timeZone: string): ScheduleEntryView[] {
    return entries.map((entry) => this.viewOf(entry, timeZone));
  }

  private viewOf(entry: ScheduleEntry, timeZone: string): ScheduleEntryView {
    const { id, version, date, startTime, endTime, state } = entry;
    const { opensAt, closesAt } = scheduleWindow(entry, timeZone);
    return {
      ...{ id, version, date, startTime, endTime, state, opensAt, closesAt },
      past: date < localDate(this.clock.now(), timeZone),
      startOffset: offsetLabel(opensAt, timeZone),
      endOffset: offsetLabel(closesAt, timeZone),
    };
  }
}

function refuseBackwards({ startTime, endTime }: Pick<ScheduleDay, 'startTime' | 'endTime'>): void {
  if (endTime <= startTime) throw unprocessable('endTime', message('day-ends-before-it-begins'));
}

function refuseImpossible(day: ScheduleDay, timeZone: string): void {
  refuseBackwards(day);
  const { opensAt, closesAt } = scheduleWindow(day, timeZone);
  if (closesAt <= opensAt)
    throw unprocessable('startTime', message('skipped-hours', { date: day.date, timeZone }));
}
