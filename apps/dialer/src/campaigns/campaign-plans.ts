import {
  entryDates,
  localDate,
  MAX_SCHEDULE_DAYS,
  TooManyDaysError,
  type ScheduleDay,
} from '@marcador/domain/schedule.js';
import { message } from '@marcador/messages/message.js';
import { unprocessable } from '../http/api-error.js';
import type { CreateCampaignDto } from './campaign.dto.js';

/**
 * The schedule entries that a campaign begins with.
 * @throws ApiError 422 that names the field
 */
export function plannedDays(plan: CreateCampaignDto, now: Date): ScheduleDay[] {
  const { startDate, endDate, startTime, endTime, weekdays, timeZone } = plan;
  if (endDate < startDate) throw unprocessable('endDate', message('end-before-start'));
  if (endDate < localDate(now, timeZone)) throw unprocessable('endDate', message('last-day-over'));
  if (endTime <= startTime) throw unprocessable('endTime', message('day-ends-before-it-begins'));
  const dates = datesOf({ startDate, endDate, weekdays });
  if (dates.length === 0) throw unprocessable('weekdays', message('no-such-weekday'));
  return dates.map((date) => ({ date, startTime, endTime }));
}

function datesOf(plan: Parameters<typeof entryDates>[0]): string[] {
  try {
    return entryDates(plan);
  } catch (error) {
    if (!(error instanceof TooManyDaysError)) throw error;
    const { days } = error;
    throw unprocessable('endDate', message('too-many-days', { days, max: MAX_SCHEDULE_DAYS }));
  }
}
