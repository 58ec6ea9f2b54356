import type { AbstractControl, ValidationErrors } from '@angular/forms';

const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** A time as the API writes it: `8` → `08:00`, `830` → `08:30`, `24` → `24:00`; what is no time stays as it is. */
export function timeOfDay(text: string): string {
  const [, hours, minutes = '00'] =
    /^\s*(\d{1,2})\s*[:.h]?\s*(\d{2})?\s*$/i.exec(text.replace(/^\s*(\d{1,2})(\d{2})\s*$/, '$1:$2')) ?? [];
  const time = hours === undefined ? '' : `${hours.padStart(2, '0')}:${minutes}`;
  return TIME.test(time) ? time : text;
}

/** Refuses what is no time from 00:00 to 24:00. */
export function isTimeOfDay({ value }: AbstractControl<string>): ValidationErrors | null {
  return value === '' || TIME.test(timeOfDay(value)) ? null : { time: true };
}
