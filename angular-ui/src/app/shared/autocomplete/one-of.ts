import type { ValidatorFn } from '@angular/forms';

/** Refuses a text that is none of the values. */
export function oneOf(values: () => readonly string[]): ValidatorFn {
  return ({ value }) => (value === '' || values().includes(String(value)) ? null : { choice: true });
}
