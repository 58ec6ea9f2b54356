import { entryDates, localDate, type ScheduleDay } from '@marcador/domain/schedule.js';
import { unprocessable } from '../http/api-error.js';
import type { CreateCampaignDto } from './campaign.dto.js';

/**
 * The schedule entries that a campaign begins with.
 * @throws ApiError 422 that names the field
 */
export function plannedDays(plan: CreateCampaignDto, now: Date): ScheduleDay[] {
  const { startDate, endDate, startTime, endTime, weekdays, timeZone } = plan;
  if (endDate < startDate) throw unprocessable('endDate', 'The last day comes before the first one.');
  if (endDate < localDate(now, timeZone)) throw unprocessable('endDate', 'The last day is over already.');
  if (endTime <= startTime) throw unprocessable('endTime', 'A day has to end after it begins.');
  const dates = datesOf({ startDate, endDate, weekdays });
  if (dates.length === 0)
    throw unprocessable('weekdays', 'None of these weekdays lies between the first and the last day.');
  return dates.map((date) => ({ date, startTime, endTime }));
}

function datesOf(plan: Parameters<typeof entryDates>[0]): string[] {
  try {
    return entryDates(plan);
  } catch (error) {
    throw unprocessable('endDate', (error as Error).message);
  }
}
