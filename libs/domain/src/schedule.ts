import { DateTime, IANAZone } from 'luxon';

/** State of a schedule entry (manual §6.4); wire and database values. */
export const SCHEDULE_ENTRY_STATES = ['NOT_RUNNING', 'RUNNING', 'COMPLETED', 'DO_NOT_CALL_OOS'] as const;
export type ScheduleEntryState = (typeof SCHEDULE_ENTRY_STATES)[number];

/** The days and hours a campaign is planned with, all in the campaign's time zone. */
export interface SchedulePlan {
  /** First and last day, `YYYY-MM-DD`, both included. */
  readonly startDate: string;
  readonly endDate: string;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  readonly weekdays: readonly number[];
}

/** One day of a campaign: it dials from start to end, local time. */
export interface ScheduleDay {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** `HH:MM`, from `00:00`. */
  readonly startTime: string;
  /** `HH:MM`, after the start; `24:00` is the end of the day. */
  readonly endTime: string;
}

/** The instants between which an entry may dial: from `opensAt`, before `closesAt`. */
export interface ScheduleWindow {
  readonly opensAt: Date;
  readonly closesAt: Date;
}

/** A campaign has at most this many schedule entries: five years of days. */
export const MAX_SCHEDULE_DAYS = 1830;

const TIME_OF_DAY = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Whether the IANA time zone exists, for example `America/Sao_Paulo`. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** Whether the text is a time of day, `00:00` to `24:00`. */
export function isTimeOfDay(text: string): boolean {
  return TIME_OF_DAY.test(text);
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

/** The range of a plan is longer than {@link MAX_SCHEDULE_DAYS}. */
export class TooManyDaysError extends Error {
  constructor(readonly days: number) {
    super(`The date range has ${days} days: choose at most ${MAX_SCHEDULE_DAYS}.`);
  }
}

/**
 * The days of a plan: one entry for each day of its range that its weekdays include (manual §2.1).
 * @throws TooManyDaysError when the range is longer than {@link MAX_SCHEDULE_DAYS}; an end before the start gives no days
 */
export function entryDates(plan: SchedulePlan): string[] {
  const first = DateTime.fromISO(plan.startDate, { zone: 'utc' });
  const days = DateTime.fromISO(plan.endDate, { zone: 'utc' }).diff(first, 'days').days + 1;
  if (days > MAX_SCHEDULE_DAYS) throw new TooManyDaysError(days);
  const dates: string[] = [];
  for (let day = first, left = days; left > 0; day = day.plus({ days: 1 }), left--) {
    if (plan.weekdays.includes(day.weekday)) dates.push(day.toISODate() as string);
  }
  return dates;
}

/**
 * The window of an entry in its time zone. Whatever daylight saving does, the local clock reads at least the start
 * and less than the end at every instant inside: a time that is skipped gives the instant of the change, of a time
 * that comes twice the opening takes the later and the closing the earlier.
 * @throws RangeError for a time zone, date or time of day that does not exist
 */
export function scheduleWindow(entry: ScheduleDay, timeZone: string): ScheduleWindow {
  const opens = instantsOf(entry.date, entry.startTime, timeZone);
  const closes = instantsOf(entry.date, entry.endTime, timeZone);
  const opensAt = Math.max(...opens);
  const closesAt = Math.min(...closes);
  // Both within the hour that comes twice: its second time is theirs.
  return {
    opensAt: new Date(opensAt),
    closesAt: new Date(closesAt > opensAt ? closesAt : Math.max(...closes)),
  };
}

/** Every instant at which the zone's clock reads this time of this day; of a skipped time the instant of the change. */
function instantsOf(date: string, time: string, zone: string): number[] {
  const endOfDay = time === '24:00';
  const wanted = `${date}T${endOfDay ? '00:00' : time}`;
  const naive = DateTime.fromISO(wanted, { zone: 'utc' }).plus({ days: endOfDay ? 1 : 0 });
  const local = naive.setZone(zone, { keepLocalTime: true });
  if (!local.isValid || !isTimeOfDay(time)) {
    throw new RangeError(
      `"${date} ${time}" in "${zone}" is not a date, time of day and time zone that exist.`,
    );
  }
  if (local.toFormat(READING) !== naive.toFormat(READING)) return [changeBefore(local)];
  return local.getPossibleOffsets().map((possible) => possible.toMillis());
}

const READING = "yyyy-MM-dd'T'HH:mm";

/** The instant at which the offset changed, within the two days before: Samoa once skipped a whole one. */
function changeBefore(local: DateTime): number {
  let after = local.toMillis();
  let before = local.minus({ hours: 48 }).toMillis();
  const offsetAfter = local.offset;
  while (after - before > 1) {
    const middle = Math.floor((after + before) / 2);
    if (DateTime.fromMillis(middle, { zone: local.zone }).offset === offsetAfter) after = middle;
    else before = middle;
  }
  return after;
}

/** How an entry's state follows from the clock and its campaign. */
export interface EntryConditions {
  readonly now: Date;
  readonly window: ScheduleWindow;
  readonly campaignStarted: boolean;
  /** The campaign's do-not-call service does not answer (manual §6.4, "Do Not Call OOS"). */
  readonly dncOutOfService: boolean;
  /** Every lead of the campaign is finished. */
  readonly allLeadsFinished: boolean;
}

/**
 * The state an entry goes to now.
 *
 * Inside its window a started campaign's entry runs, unless the do-not-call service is out of service or no lead is
 * left (COMPLETED). Once its window is over, an entry that was running is COMPLETED; one that was not stays as it is:
 * NOT_RUNNING, its time ran out. A stopped campaign's entry does not run.
 */
export function nextEntryState(current: ScheduleEntryState, conditions: EntryConditions): ScheduleEntryState {
  const { now, window, campaignStarted, dncOutOfService, allLeadsFinished } = conditions;
  const running = current === 'RUNNING' || current === 'DO_NOT_CALL_OOS';
  if (now >= window.closesAt) return running ? 'COMPLETED' : current;
  if (!campaignStarted || now < window.opensAt) return running ? 'NOT_RUNNING' : current;
  if (allLeadsFinished) return 'COMPLETED';
  return dncOutOfService ? 'DO_NOT_CALL_OOS' : 'RUNNING';
}

/** A zone's offset at an instant as the UI shows it: `GMT-3`, `GMT+5:30`, `GMT`. */
export function offsetLabel(at: Date, timeZone: string): string {
  const minutes = DateTime.fromJSDate(at, { zone: timeZone }).offset;
  if (minutes === 0) return 'GMT';
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `GMT${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}${rest}`;
}

/** The calendar day that an instant falls on in a time zone, `YYYY-MM-DD`. */
export function localDate(at: Date, timeZone: string): string {
  return DateTime.fromJSDate(at, { zone: timeZone }).toISODate() as string;
}
