/** When a sample campaign opens. */
export type Opening = 'today' | 'tomorrow';

/** The hours of a campaign. */
export interface Hours {
  /** As the service's API takes them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The same as instants, ms since 1970, reckoned here and not asked of the service, which is judged by them. */
  readonly open: { readonly from: number; readonly until: number };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_DAYS = 7;

/** From now on around the clock, for people of the simulator never sleep; or an hour of tomorrow, around noon. */
export function hoursOf(opening: Opening, now: Date): Hours {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  if (opening === 'today')
    return {
      fields: { ...days(today, WEEK_DAYS), startTime: '00:00', endTime: '24:00' },
      open: { from: today, until: today + WEEK_DAYS * DAY_MS },
    };
  const noon = today + 1.5 * DAY_MS;
  return {
    fields: { ...days(today + DAY_MS, 1), startTime: '12:00', endTime: '13:00' },
    open: { from: noon, until: noon + HOUR_MS },
  };
}

function days(first: number, count: number) {
  const date = (at: number) => new Date(at).toISOString().slice(0, 10);
  return {
    startDate: date(first),
    endDate: date(first + (count - 1) * DAY_MS),
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    timeZone: 'UTC',
  };
}
