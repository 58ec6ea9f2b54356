import { dayOf, isoDay, typedDay } from './calendar-day';

describe('a day that is typed', () => {
  it.each([
    ['22/11/2026', 'pt-PT', '2026-11-22'],
    ['22.11.26', 'es', '2026-11-22'],
    ['11/22/2026', 'en-US', '2026-11-22'],
    ['2026-11-22', 'pt-PT', '2026-11-22'],
  ])('%s in %s is %s', (text, locale, expected) => {
    const day = typedDay(text, locale);
    expect(day && isoDay(day)).toBe(expected);
  });

  it.each(['31/02/2026', '22/11', 'tomorrow', '22/13/2026'])('%s is none', (text) => {
    expect(typedDay(text, 'pt-PT')).toBeNull();
  });
});

it('a day of the API is the same day in every time zone', () => {
  expect(isoDay(dayOf('2026-03-29'))).toBe('2026-03-29');
});
