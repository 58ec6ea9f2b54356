import {
  FormArray,
  FormControl,
  FormGroup,
  Validators,
  type AbstractControl,
  type ValidationErrors,
  type ValidatorFn,
} from '@angular/forms';
import type { Field, NumberField, TextField } from './field';

/** A value with its name, of a field of the kind `map`. */
export type Entry = FormGroup<{ name: FormControl<string>; value: FormControl<string> }>;

/** What a configuration holds, as the API sends and takes it. */
export type Config = Readonly<Record<string, unknown>>;

/**
 * The controls for the fields, holding the values there are and the defaults for the others. Those of fields that are not
 * shown are disabled: what is wrong with them is nothing that anybody could mend.
 */
export function configForm(fields: readonly Field[], values: Config = {}): FormGroup {
  const form: FormGroup = new FormGroup(
    Object.fromEntries(
      fields.map((field) => [field.key, controlFor(field, values[field.key] ?? field.default)]),
    ),
  );
  const conditions = new Set(fields.flatMap(({ shownIf }) => Object.keys(shownIf)));
  for (const key of conditions) form.get([key])?.valueChanges.subscribe(() => disableHidden(fields, form));
  disableHidden(fields, form);
  return form;
}

/** Whether the fields that it depends on have the values with which it is shown. */
export function isShown({ shownIf }: Field, form: FormGroup): boolean {
  return Object.entries(shownIf).every(([key, values]) => values.includes(form.get([key])?.value));
}

/** What is to be sent: fields that are not shown, and optional ones that are empty, are left out. */
export function configOf(fields: readonly Field[], form: FormGroup): Record<string, unknown> {
  const pairs = fields.flatMap((field): [string, unknown][] => {
    const control = form.get([field.key]);
    const value = control === null || !isShown(field, form) ? undefined : valueOf(field, control);
    return value === undefined ? [] : [[field.key, value]];
  });
  return Object.fromEntries(pairs);
}

/** A further row of a field of the kind `list`. */
export function newItem(field: TextField, value = ''): FormControl<string> {
  return new FormControl(value, { nonNullable: true, validators: textValidators(field) });
}

/** A further row of a field of the kind `map`. */
export function newEntry(field: TextField, name = '', value = ''): Entry {
  return new FormGroup({
    name: new FormControl(name, { nonNullable: true, validators: [Validators.required] }),
    value: newItem(field, value),
  });
}

function disableHidden(fields: readonly Field[], form: FormGroup): void {
  for (const field of fields) {
    const control = form.get([field.key]);
    const shown = isShown(field, form);
    if (control === null || control.enabled === shown) continue;
    if (shown) control.enable({ emitEvent: false });
    else control.disable({ emitEvent: false });
  }
}

function controlFor(field: Field, value: unknown): AbstractControl {
  switch (field.kind) {
    case 'text':
      return newItem(field, typeof value === 'string' ? value : '');
    case 'number':
      return new FormControl(typeof value === 'number' ? value : null, numberValidators(field));
    case 'boolean':
      return new FormControl(value === true, { nonNullable: true });
    case 'choice':
      return new FormControl(value ?? null, field.isRequired ? [Validators.required] : []);
    case 'list':
      return new FormArray(
        (Array.isArray(value) ? (value as unknown[]) : []).map((item) => newItem(field.item, String(item))),
      );
    case 'map':
      return new FormArray(
        Object.entries(isRecord(value) ? value : {}).map(([name, each]) =>
          newEntry(field.value, name, String(each)),
        ),
      );
    case 'group':
      return configForm(field.fields, isRecord(value) ? value : {});
    case 'json': {
      const text = value === undefined ? '' : JSON.stringify(value, undefined, 2);
      const required = field.isRequired ? [Validators.required] : [];
      return new FormControl(text, { nonNullable: true, validators: [...required, isJson] });
    }
  }
}

function valueOf(field: Field, control: AbstractControl): unknown {
  switch (field.kind) {
    case 'group':
      return control instanceof FormGroup ? configOf(field.fields, control) : undefined;
    case 'list': {
      const items = control.value as readonly string[];
      return items.length === 0 && !field.isRequired ? undefined : items;
    }
    case 'map': {
      const entries = control.value as readonly { readonly name: string; readonly value: string }[];
      if (entries.length === 0 && !field.isRequired) return undefined;
      return Object.fromEntries(entries.map(({ name, value }) => [name.trim(), value]));
    }
    case 'json': {
      const text = control.value as string;
      return text.trim() === '' ? undefined : (JSON.parse(text) as unknown);
    }
    default: {
      const value: unknown = control.value;
      // A secret that is not sent stays as it is stored.
      if (field.kind === 'text' && field.isSecret && value === '' && control.dirty) return null;
      return value === '' || value === null ? undefined : value;
    }
  }
}

function textValidators({ isRequired, minLength, maxLength, pattern }: TextField): ValidatorFn[] {
  return [
    ...(isRequired ? [Validators.required] : []),
    ...(minLength === undefined ? [] : [Validators.minLength(minLength)]),
    ...(maxLength === undefined ? [] : [Validators.maxLength(maxLength)]),
    ...(pattern === undefined ? [] : [Validators.pattern(pattern)]),
  ];
}

function numberValidators({ isRequired, min, max, isWhole }: NumberField): ValidatorFn[] {
  return [
    ...(isRequired ? [Validators.required] : []),
    ...(min === undefined ? [] : [Validators.min(min)]),
    ...(max === undefined ? [] : [Validators.max(max)]),
    ...(isWhole ? [whole] : []),
  ];
}

const whole: ValidatorFn = ({ value }) =>
  value === null || Number.isInteger(value) ? null : { whole: true };

function isJson({ value }: AbstractControl): ValidationErrors | null {
  try {
    if (typeof value === 'string' && value.trim() !== '') JSON.parse(value);
    return null;
  } catch {
    return { json: true };
  }
}

function isRecord(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
