import { effect, inject, Injectable } from '@angular/core';
import { NativeDateAdapter } from '@angular/material/core';
import { Language } from '../../core/i18n/language';
import { typedDay } from './calendar-day';

/** Days are written, read and begin their weeks as in the language of the UI. */
@Injectable()
export class LocaleDateAdapter extends NativeDateAdapter {
  private readonly language = inject(Language);

  constructor() {
    super();
    effect(() => this.setLocale(this.language.locale()));
  }

  override parse(value: unknown): Date | null {
    if (typeof value !== 'string' || value.trim() === '') return null;
    return typedDay(value, this.language.locale()) ?? this.invalid();
  }

  override getFirstDayOfWeek(): number {
    const { region } = new Intl.Locale(this.language.locale()).maximize();
    return region !== undefined && SUNDAY_FIRST.has(region) ? 0 : 1;
  }
}

/** Regions of our languages whose weeks begin on Sunday (CLDR). */
const SUNDAY_FIRST = new Set('BR CA CO DO GT HN MX NI PA PE PR PT PY SV US VE ZA IN PH'.split(' '));
