import type { AbstractControl, ValidationErrors } from '@angular/forms';
import { timeOfDay } from '../../shared/time-field/time-of-day';

/** Of the control `endTime` beside one `startTime`. */
export function endsAfterStart({ value, parent }: AbstractControl<string>): ValidationErrors | null {
  const start = parent?.get('startTime')?.value as string | undefined;
  return start === undefined || value === '' || timeOfDay(value) > timeOfDay(start)
    ? null
    : { endTime: true };
}

/** Of the control `endDate` beside one `startDate`. */
export function endsNotBeforeStart({ value, parent }: AbstractControl<Date | null>): ValidationErrors | null {
  const start = parent?.get('startDate')?.value as Date | null | undefined;
  return start == null || value === null || value >= start ? null : { endDate: true };
}
