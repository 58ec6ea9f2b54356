import { effect, inject, Injectable } from '@angular/core';
import { MatDatepickerIntl } from '@angular/material/datepicker';
import { TranslateService } from '@ngx-translate/core';
import { Language } from '../../core/i18n/language';

/** What a calendar says to who listens. */
@Injectable()
export class TranslatedCalendar extends MatDatepickerIntl {
  constructor() {
    super();
    const language = inject(Language);
    const translations = inject(TranslateService);
    const text = (key: string) => String(translations.instant(key));
    effect(() => {
      language.code();
      this.calendarLabel = text('calendar.label');
      this.openCalendarLabel = text('calendar.open');
      this.closeCalendarLabel = text('calendar.close');
      this.prevMonthLabel = text('calendar.previousMonth');
      this.nextMonthLabel = text('calendar.nextMonth');
      this.prevYearLabel = text('calendar.previousYear');
      this.nextYearLabel = text('calendar.nextYear');
      this.prevMultiYearLabel = text('calendar.previousYears');
      this.nextMultiYearLabel = text('calendar.nextYears');
      this.switchToMonthViewLabel = text('calendar.chooseDay');
      this.switchToMultiYearViewLabel = text('calendar.chooseYear');
      this.changes.next();
    });
  }
}
