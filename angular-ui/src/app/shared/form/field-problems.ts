import type { FormGroup } from '@angular/forms';
import { Problem } from '../../core/api/problem';

const INVALID = 'input.ng-invalid, textarea.ng-invalid, mat-select.ng-invalid, [data-invalid="true"]';

/**
 * Shows each complaint of the server at its field.
 * @returns whether every one found its field
 */
export function placeInForm(
  form: FormGroup,
  error: unknown,
  controlOf: Readonly<Record<string, string>>,
): boolean {
  if (!(error instanceof Problem) || error.fields.length === 0) return false;
  const placed = error.fields.filter(({ field, said }) => {
    const control = form.get(controlOf[field] ?? field);
    control?.setErrors({ server: said });
    control?.markAsTouched();
    return control !== null;
  });
  focusFirstInvalid();
  return placed.length === error.fields.length;
}

/** Once the errors are drawn: in the innermost dialog, or on the page. */
export function focusFirstInvalid(): void {
  setTimeout(() => {
    const scope = [...document.querySelectorAll('mat-dialog-container')].at(-1) ?? document;
    scope.querySelector<HTMLElement>(INVALID)?.focus();
  });
}
