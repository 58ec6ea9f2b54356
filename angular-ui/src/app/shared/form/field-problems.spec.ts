import '@angular/compiler';
import { FormArray, FormControl, FormGroup } from '@angular/forms';
import { newEntry } from '../schema-form/config-form';
import type { TextField } from '../schema-form/field';
import { controlAt } from './field-problems';

const text = { kind: 'text', isRequired: true } as TextField;
const url = new FormControl('https://a.example/');
const tag = new FormControl('a');
const header = newEntry(text, 'X.Key', 'secret');
const form = new FormGroup({
  config: new FormGroup({
    url,
    tags: new FormArray([tag]),
    headers: new FormArray([newEntry(text, 'Authorization', 'other'), header]),
  }),
});

describe('what the service complains about', () => {
  it('is found by the keys that lead to it, by its place in a list, and by its name among named values', () => {
    expect(controlAt(form, 'config.url')).toBe(url);
    expect(controlAt(form, 'config.tags.0')).toBe(tag);
    expect(controlAt(form, 'config.headers.X.Key')).toBe(header.controls.value);
    expect(controlAt(form, 'config.headers.X-None')).toBeNull();
    expect(controlAt(form, 'elsewhere')).toBeNull();
  });
});
