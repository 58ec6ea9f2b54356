import type { Provider } from '@angular/core';
import { DateAdapter, MAT_DATE_FORMATS, MAT_NATIVE_DATE_FORMATS } from '@angular/material/core';
import { MatDatepickerIntl } from '@angular/material/datepicker';
import { LocaleDateAdapter } from './locale-date-adapter';
import { TranslatedCalendar } from './translated-calendar';

/** What a component with a date picker provides. */
export function provideDates(): Provider[] {
  return [
    { provide: DateAdapter, useClass: LocaleDateAdapter },
    { provide: MAT_DATE_FORMATS, useValue: MAT_NATIVE_DATE_FORMATS },
    { provide: MatDatepickerIntl, useClass: TranslatedCalendar },
  ];
}
