import { hoursOf } from './hours.js';

const TIMES = ['2026-11-23T00:00:00.000Z', '2026-11-23T12:30:00.000Z', '2026-12-31T23:59:59.999Z'];

describe('the hours of a sample campaign', () => {
  it.each(TIMES)('that opens today, at %s, are all of today and the next days', (time) => {
    const now = new Date(time);
    const { fields, open } = hoursOf('today', now);
    expect(fields).toMatchObject({ startDate: time.slice(0, 10), startTime: '00:00', endTime: '24:00' });
    expect(open.from).toBe(Date.parse(`${time.slice(0, 10)}T00:00:00Z`));
    expect(open.until - open.from).toBe(7 * 86_400_000);
  });

  it.each([
    [TIMES[0], '2026-11-24'],
    [TIMES[1], '2026-11-24'],
    [TIMES[2], '2027-01-01'],
  ])('that opens tomorrow, at %s, are an hour of the next day, half a day away or more', (time, date) => {
    const now = new Date(time ?? '');
    const { fields, open } = hoursOf('tomorrow', now);
    expect(fields).toMatchObject({ startDate: date, endDate: date, startTime: '12:00', endTime: '13:00' });
    expect([open.from, open.until]).toEqual([
      Date.parse(`${date}T12:00:00Z`),
      Date.parse(`${date}T13:00:00Z`),
    ]);
    expect(open.from - now.getTime()).toBeGreaterThan(43_200_000);
  });
});
