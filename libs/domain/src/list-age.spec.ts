import { daysSince, isTooOld } from './list-age.js';

const RULE = { oldestDays: 31, stops: true };
const at = (instant: string) => new Date(instant);

describe('the age of a do-not-call list', () => {
  it('is counted in days of UTC, from the day that it is of', () => {
    expect(daysSince('2026-11-01', at('2026-11-01T23:59:59Z'))).toBe(0);
    expect(daysSince('2026-11-01', at('2026-11-02T00:00:00Z'))).toBe(1);
    expect(daysSince('2026-11-03', at('2026-11-02T00:00:00Z'))).toBe(0);
  });

  it('is too high from the first day on that the rule does not allow', () => {
    expect(isTooOld(RULE, '2026-10-01', at('2026-11-01T23:59:59Z'))).toBe(false);
    expect(isTooOld(RULE, '2026-10-01', at('2026-11-02T00:00:00Z'))).toBe(true);
  });

  it.each([undefined, '2026-99-99'])('is too high where the day is %s', (listDate) => {
    expect(isTooOld(RULE, listDate, at('2026-11-01T00:00:00Z'))).toBe(true);
  });
});
