import { computed, inject, Pipe, type PipeTransform } from '@angular/core';
import { Language } from '../../core/i18n/language';

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Seconds in the two largest units that they fill: `3 days 4 hours`. Impure: the language is an input too. */
@Pipe({ name: 'appUptime', pure: false })
export class UptimePipe implements PipeTransform {
  private readonly locale = inject(Language).locale;
  private readonly formats = computed(() =>
    UNITS.map(([unit]) => new Intl.NumberFormat(this.locale(), { style: 'unit', unit, unitDisplay: 'long' })),
  );

  transform(seconds: number): string {
    const largest = UNITS.findIndex(([, length]) => seconds >= length);
    if (largest === -1) return this.formats().at(-1)?.format(0) ?? '';
    let left = seconds;
    const parts = UNITS.slice(largest, largest + 2).map(([, length], index) => {
      const count = Math.floor(left / length);
      left -= count * length;
      return count === 0 ? '' : (this.formats()[largest + index]?.format(count) ?? '');
    });
    return parts.filter((part) => part !== '').join(' ');
  }
}
