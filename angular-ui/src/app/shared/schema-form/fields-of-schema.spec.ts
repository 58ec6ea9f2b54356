import '@angular/compiler';
import { type FormArray } from '@angular/forms';
import { configForm, configOf, newEntry } from './config-form';
import type { Field, MapField } from './field';
import { fieldsOfSchema } from './fields-of-schema';

const schema = {
  type: 'object',
  properties: {
    url: { type: 'string', format: 'uri', title: 'URL' },
    password: { type: 'string', minLength: 1, writeOnly: true, format: 'password' },
    caCertificate: { type: 'string', contentMediaType: 'application/x-pem-file' },
    timeoutMs: { type: 'integer', minimum: 50, maximum: 5000, default: 800 },
    limit: { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
    region: { enum: ['BR', 'PT'], choiceTitles: { BR: 'Brazil' } },
    state: { type: 'string', minLength: 2, shownIf: { region: ['BR'] } },
    strict: { type: 'boolean', default: true },
    tags: { type: 'array', items: { type: 'string' } },
    headers: {
      type: 'object',
      propertyNames: { type: 'string' },
      additionalProperties: { type: 'string', writeOnly: true },
    },
    login: { type: 'object', properties: { user: { type: 'string' } }, required: ['user'] },
    shape: { type: 'array', items: { type: 'object' } },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  },
  required: ['url', 'password', 'timeoutMs', 'login', 'state'],
};

function field(key: string): Field {
  const found = fieldsOfSchema(schema).find((each) => each.key === key);
  if (found === undefined) throw new Error(`No field ${key}.`);
  return found;
}

describe('the fields of a schema', () => {
  it.each([
    ['url', { kind: 'text', isAddress: true, isRequired: true, title: 'URL' }],
    ['password', { kind: 'text', isSecret: true, title: 'Password' }],
    ['caCertificate', { kind: 'text', isMultiLine: true, isRequired: false, title: 'Ca certificate' }],
    ['timeoutMs', { kind: 'number', isWhole: true, min: 50, max: 5000, isRequired: false }],
    ['limit', { kind: 'number', min: undefined, max: undefined }],
    [
      'region',
      {
        kind: 'choice',
        choices: [
          { value: 'BR', title: 'Brazil' },
          { value: 'PT', title: 'PT' },
        ],
      },
    ],
    ['strict', { kind: 'boolean', default: true }],
    ['tags', { kind: 'list' }],
    ['headers', { kind: 'map' }],
    ['login', { kind: 'group' }],
    ['shape', { kind: 'json' }],
    ['note', { kind: 'text', isRequired: false }],
  ])('%s is drawn as what it is', (key, expected) => {
    expect(field(key)).toMatchObject(expected);
  });

  it('a value of a map is a secret where the schema says so', () => {
    expect((field('headers') as MapField).value.isSecret).toBe(true);
  });

  it('a field within an object has the path that the server names it by', () => {
    const login = field('login');
    expect(login.kind === 'group' && login.fields[0]?.path).toBe('login.user');
  });
});

describe('the form of a schema', () => {
  const fields = fieldsOfSchema(schema);

  it('begins with the defaults', () => {
    const form = configForm(fields);
    expect(form.value).toMatchObject({ timeoutMs: 800, strict: true, url: '' });
  });

  it('refuses what the schema refuses', () => {
    const form = configForm(fields, { url: '', timeoutMs: 6000, limit: 1.5, shape: '' });
    form.get('shape')?.setValue('{');
    const invalid = Object.keys(form.controls).filter((key) => form.get(key)?.invalid);
    expect(invalid.sort()).toEqual(['limit', 'login', 'password', 'shape', 'timeoutMs', 'url']);
  });

  it('asks for a field, and sends it, only while the field that it depends on has the value for it', () => {
    const form = configForm(fields, { region: 'PT', state: 'S' });
    const state = form.get('state');
    expect([state?.enabled, configOf(fields, form)]).toEqual([
      false,
      expect.not.objectContaining({ state: expect.anything() as string }),
    ]);
    form.get('region')?.setValue('BR');
    expect([state?.enabled, state?.invalid]).toEqual([true, true]);
    state?.setValue('SP');
    expect(configOf(fields, form)).toMatchObject({ region: 'BR', state: 'SP' });
    form.get('region')?.setValue('PT');
    expect(state?.enabled).toBe(false);
  });

  it('takes a secret away that was emptied, and leaves one alone that nobody touched', () => {
    const emptied = configForm(fields, { password: '••••••••' });
    emptied.get('password')?.setValue('');
    expect(configOf(fields, emptied)).not.toHaveProperty('password');
    emptied.get('password')?.markAsDirty();
    expect(configOf(fields, emptied)).toMatchObject({ password: null });
  });

  it('sends what was written, and leaves empty optional fields out', () => {
    const form = configForm(fields, { url: 'https://a', password: 'x', login: { user: 'u' }, shape: [{}] });
    (form.get('headers') as FormArray).push(newEntry((field('headers') as MapField).value, ' X-Key ', 'v'));
    expect(configOf(fields, form)).toEqual({
      url: 'https://a',
      password: 'x',
      timeoutMs: 800,
      strict: true,
      headers: { 'X-Key': 'v' },
      login: { user: 'u' },
      shape: [{}],
    });
  });
});
