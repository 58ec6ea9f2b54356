const BRAZIL = 55;
const BRAZIL_OLD = BRAZIL * 10 ** 10;
const SUBSCRIBERS_OLD = 10 ** 8;
const FIRST_AREA = 11;
/** Subscriber numbers of eight digits were mobile ones from here on; below are those of fixed lines, to this day. */
const FIRST_MOBILE = 60_000_000;

/**
 * The form in which numbers are compared with a list, E.164 digits as a safe integer: two numbers that ring at the same
 * telephone have the same one. All but one kind are their own form.
 *
 * Brazil: mobile numbers had eight digits behind the area code, the first of them 6 to 9, until Anatel (resolution
 * 553/2010, from 2012 to 2016 area by area) had a 9 put before them. Lists and campaigns have both; compared is the one
 * with the 9: `55 41 8102-1119` → `55 41 98102-1119`. Fixed lines (2 to 5) have no such 9, and nor has what begins with
 * 9 and 0 to 5 a number of eight digits.
 */
export function matchingNumber(number: number): number {
  const national = number - BRAZIL_OLD;
  if (national < 0 || national >= 10 ** 10) return number;
  const area = Math.floor(national / SUBSCRIBERS_OLD);
  const subscriber = national % SUBSCRIBERS_OLD;
  if (area < FIRST_AREA || subscriber < FIRST_MOBILE) return number;
  return (BRAZIL * 100 + area) * 10 ** 9 + 9 * 10 ** 8 + subscriber;
}
