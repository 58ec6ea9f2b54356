import { FormArray, type AbstractControl, type FormGroup } from '@angular/forms';
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
    const control = controlAt(form, controlOf[field] ?? field);
    control?.setErrors({ server: said });
    control?.markAsTouched();
    return control !== null;
  });
  focusFirstInvalid();
  return placed.length === error.fields.length;
}

/** Rows with a name and a value each are found by the name, which may have dots. */
export function controlAt(form: FormGroup, path: string): AbstractControl | null {
  const keys = path.split('.');
  for (let above = 1; above < keys.length; above++) {
    const rows = form.get(keys.slice(0, above));
    if (!(rows instanceof FormArray)) continue;
    const name = keys.slice(above).join('.');
    const row = rows.controls.find((each) => each.get('name')?.value === name);
    if (row !== undefined) return row.get('value');
  }
  return form.get(path);
}

/** Once the errors are drawn: in the innermost dialog, or on the page. */
export function focusFirstInvalid(): void {
  setTimeout(() => {
    const scope = [...document.querySelectorAll('mat-dialog-container')].at(-1) ?? document;
    scope.querySelector<HTMLElement>(INVALID)?.focus();
  });
}
