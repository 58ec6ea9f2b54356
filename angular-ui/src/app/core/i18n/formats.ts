import { computed, inject, Injectable } from '@angular/core';
import { Language } from './language';

/** Dates and numbers as they are written in the current language: what reads a format is drawn anew on a switch. */
@Injectable({ providedIn: 'root' })
export class Formats {
  private readonly locale = inject(Language).locale;

  private readonly numbers = computed(() => new Intl.NumberFormat(this.locale()));
  private readonly decimals = computed(
    () => new Intl.NumberFormat(this.locale(), { maximumFractionDigits: 1, signDisplay: 'negative' }),
  );
  private readonly fines = computed(
    () => new Intl.NumberFormat(this.locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  );
  private readonly percents = computed(
    () => new Intl.NumberFormat(this.locale(), { style: 'percent', maximumFractionDigits: 0 }),
  );
  private readonly finePercents = computed(
    () => new Intl.NumberFormat(this.locale(), { style: 'percent', maximumSignificantDigits: 2 }),
  );
  private readonly days = computed(
    () => new Intl.DateTimeFormat(this.locale(), { dateStyle: 'medium', timeZone: 'UTC' }),
  );
  private readonly weekdays = computed(
    () => new Intl.DateTimeFormat(this.locale(), { weekday: 'short', timeZone: 'UTC' }),
  );
  private readonly weekdayNames = computed(
    () => new Intl.DateTimeFormat(this.locale(), { weekday: 'long', timeZone: 'UTC' }),
  );
  private readonly moments = computed(
    () => new Intl.DateTimeFormat(this.locale(), { dateStyle: 'medium', timeStyle: 'medium' }),
  );
  private readonly times = computed(() => new Intl.DateTimeFormat(this.locale(), { timeStyle: 'medium' }));

  private readonly shortTimes = computed(
    () => new Intl.DateTimeFormat(this.locale(), { timeStyle: 'short' }),
  );

  number(value: number): string {
    return this.numbers().format(value);
  }

  /** At most one digit after the point. */
  decimal(value: number): string {
    return this.decimals().format(value);
  }

  /** Two digits after the point. */
  fine(value: number): string {
    return this.fines().format(value);
  }

  /** @param share 0 to 1 */
  percent(share: number): string {
    return this.percents().format(share);
  }

  /** Two digits that count, so that a small share is not none. @param share 0 to 1 */
  finePercent(share: number): string {
    return this.finePercents().format(share);
  }

  /** @param date YYYY-MM-DD, which has no time zone */
  day(date: string): string {
    return this.days().format(new Date(`${date}T00:00:00Z`));
  }

  /** @param weekday 1 Monday to 7 Sunday */
  weekday(weekday: number): string {
    // The 1st of January 2024 was a Monday.
    return this.weekdays().format(new Date(Date.UTC(2024, 0, weekday)));
  }

  /** The whole name of a weekday, 1 Monday to 7 Sunday. */
  weekdayName(weekday: number): string {
    return this.weekdayNames().format(new Date(Date.UTC(2024, 0, weekday)));
  }

  /** An instant in the time zone of the browser. */
  moment(instant: string): string {
    return this.moments().format(new Date(instant));
  }

  /** The time of an instant in the time zone of the browser. */
  time(instant: string): string {
    return this.times().format(new Date(instant));
  }

  /** The same without seconds. */
  shortTime(instant: string): string {
    return this.shortTimes().format(new Date(instant));
  }

  /** `1:05`, or `2:01:05` from an hour on. */
  duration(ms: number): string {
    const seconds = Math.max(0, Math.round(ms / 1000));
    const two = (value: number) => String(value).padStart(2, '0');
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  }
}
