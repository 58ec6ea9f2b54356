/** A day as the API writes it, YYYY-MM-DD, of the local parts of a date. */
export function isoDay(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The local midnight of a day that the API wrote. */
export function dayOf(iso: string): Date {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  return new Date(year, month - 1, day);
}

/** Reads a day typed in the order in which the locale writes one; `null`: it is none. */
export function typedDay(text: string, locale: string): Date | null {
  const numbers = text.split(/\D+/).filter((part) => part !== '');
  if (numbers.length !== 3) return null;
  const order = new Intl.DateTimeFormat(locale)
    .formatToParts(new Date(2026, 10, 22))
    .flatMap(({ type }) => (type === 'year' || type === 'month' || type === 'day' ? [type] : []));
  // ISO is read in every language.
  const parts = numbers[0]?.length === 4 ? (['year', 'month', 'day'] as const) : order;
  const of = (part: string) => Number(numbers[parts.findIndex((each) => each === part)]);
  const year = of('year') < 100 ? 2000 + of('year') : of('year');
  const date = new Date(year, of('month') - 1, of('day'));
  return date.getMonth() === of('month') - 1 && date.getDate() === of('day') ? date : null;
}
