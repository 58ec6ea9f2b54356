import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  entryDates,
  isTimeZone,
  nextEntryState,
  offsetLabel,
  scheduleWindow,
  SCHEDULE_ENTRY_STATES,
} from './schedule.js';

const ZONES = [
  'America/Sao_Paulo',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
];
const zone = fc.constantFrom(...ZONES);
const day = fc
  .integer({ min: 0, max: 365 * 30 })
  .map((n) => DateTime.utc(2005, 1, 1).plus({ days: n }).toISODate() as string);
const clockTime = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

describe('the days of a plan', () => {
  it('are the days of the range that the weekdays include', () => {
    expect(entryDates({ startDate: '2026-11-20', endDate: '2026-11-30', weekdays: [1, 5] })).toEqual([
      '2026-11-20',
      '2026-11-23',
      '2026-11-27',
      '2026-11-30',
    ]);
  });

  it('are none when the end is before the start', () => {
    expect(
      entryDates({ startDate: '2026-11-20', endDate: '2026-11-19', weekdays: [1, 2, 3, 4, 5, 6, 7] }),
    ).toEqual([]);
  });

  it('are refused when the range is absurdly long', () => {
    expect(() => entryDates({ startDate: '0001-01-01', endDate: '9999-12-31', weekdays: [1] })).toThrow(
      /at most 1830/,
    );
  });
});

describe('the window of an entry', () => {
  it('never lets the local clock read a time outside the entry’s hours, whatever daylight saving does', () => {
    fc.assert(
      fc.property(
        zone,
        day,
        fc.integer({ min: 0, max: 1438 }),
        fc.integer({ min: 1, max: 1440 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tz, date, start, length, share) => {
          const end = Math.min(1440, start + length);
          const { opensAt, closesAt } = scheduleWindow(
            { date, startTime: clockTime(start), endTime: end === 1440 ? '24:00' : clockTime(end) },
            tz,
          );
          if (closesAt <= opensAt) return;
          const inside = opensAt.getTime() + Math.floor(share * (closesAt.getTime() - opensAt.getTime() - 1));
          const reading = DateTime.fromMillis(inside, { zone: tz });
          const minutes = reading.hour * 60 + reading.minute;
          expect(reading.toISODate()).toBe(date);
          expect(minutes).toBeGreaterThanOrEqual(start);
          expect(minutes).toBeLessThan(end);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('opens at the change when its start is skipped, and lasts to its end', () => {
    const { opensAt, closesAt } = scheduleWindow(
      { date: '2026-03-29', startTime: '02:30', endTime: '18:00' },
      'Europe/Berlin',
    );
    expect(opensAt.toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(closesAt.toISOString()).toBe('2026-03-29T16:00:00.000Z');
  });

  it('opens at the second and closes at the first of a time that comes twice', () => {
    const twice = { date: '2026-10-25', startTime: '02:30', endTime: '18:00' };
    expect(scheduleWindow(twice, 'Europe/Berlin').opensAt.toISOString()).toBe('2026-10-25T01:30:00.000Z');
    const until = { date: '2026-10-25', startTime: '00:00', endTime: '02:30' };
    expect(scheduleWindow(until, 'Europe/Berlin').closesAt.toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('lasts to the end of the day at 24:00', () => {
    const { closesAt } = scheduleWindow(
      { date: '2026-11-22', startTime: '00:00', endTime: '24:00' },
      'America/Sao_Paulo',
    );
    expect(closesAt.toISOString()).toBe('2026-11-23T03:00:00.000Z');
  });

  it('is empty on a day that the zone skipped', () => {
    const skipped = { date: '2011-12-30', startTime: '08:00', endTime: '18:00' };
    const { opensAt, closesAt } = scheduleWindow(skipped, 'Pacific/Apia');
    expect(closesAt.getTime() - opensAt.getTime()).toBe(0);
  });

  it('is refused for a zone, day or time that does not exist', () => {
    expect(() => scheduleWindow({ date: '2026-02-30', startTime: '08:00', endTime: '09:00' }, 'UTC')).toThrow(
      RangeError,
    );
    expect(() => scheduleWindow({ date: '2026-02-28', startTime: '25:00', endTime: '09:00' }, 'UTC')).toThrow(
      RangeError,
    );
    expect(() =>
      scheduleWindow({ date: '2026-02-28', startTime: '08:00', endTime: '09:00' }, 'Mars/Base'),
    ).toThrow(RangeError);
    expect(isTimeZone('Mars/Base')).toBe(false);
  });
});

describe('the state of an entry', () => {
  const window = { opensAt: new Date('2026-11-22T11:00Z'), closesAt: new Date('2026-11-22T21:00Z') };
  const inside = new Date('2026-11-22T15:00Z');
  const started = {
    now: inside,
    window,
    campaignStarted: true,
    dncOutOfService: false,
    allLeadsFinished: false,
  };

  it('runs inside its window while the campaign is started', () => {
    expect(nextEntryState('NOT_RUNNING', started)).toBe('RUNNING');
    expect(nextEntryState('RUNNING', { ...started, campaignStarted: false })).toBe('NOT_RUNNING');
    expect(nextEntryState('NOT_RUNNING', { ...started, now: new Date('2026-11-22T10:59:59.999Z') })).toBe(
      'NOT_RUNNING',
    );
  });

  it('goes to Do Not Call OOS and comes back by itself', () => {
    expect(nextEntryState('RUNNING', { ...started, dncOutOfService: true })).toBe('DO_NOT_CALL_OOS');
    expect(nextEntryState('DO_NOT_CALL_OOS', started)).toBe('RUNNING');
  });

  it('is Completed after it ran, Not Running when its time ran out before it did', () => {
    const over = { ...started, now: window.closesAt };
    expect(nextEntryState('RUNNING', over)).toBe('COMPLETED');
    expect(nextEntryState('DO_NOT_CALL_OOS', over)).toBe('COMPLETED');
    expect(nextEntryState('NOT_RUNNING', over)).toBe('NOT_RUNNING');
  });

  it('runs never outside its window nor for a stopped campaign, from whatever state', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SCHEDULE_ENTRY_STATES),
        fc.date({
          min: new Date('2026-11-22T00:00Z'),
          max: new Date('2026-11-23T00:00Z'),
          noInvalidDate: true,
        }),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (current, now, campaignStarted, dncOutOfService, allLeadsFinished) => {
          const next = nextEntryState(current, {
            now,
            window,
            campaignStarted,
            dncOutOfService,
            allLeadsFinished,
          });
          if (next === 'RUNNING') {
            expect(
              campaignStarted && now >= window.opensAt && now < window.closesAt && !dncOutOfService,
            ).toBe(true);
          }
        },
      ),
    );
  });
});

describe('the offset of a zone', () => {
  it('is shown as people write it', () => {
    const at = new Date('2026-11-22T12:00Z');
    expect(offsetLabel(at, 'America/Sao_Paulo')).toBe('GMT-3');
    expect(offsetLabel(at, 'Asia/Kolkata')).toBe('GMT+5:30');
    expect(offsetLabel(at, 'UTC')).toBe('GMT');
  });
});
