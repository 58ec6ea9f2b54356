import type { Field, JsonSchema, TextField } from './field';

/** The fields of an object's JSON Schema (2020-12, as zod writes it), in its order. */
export function fieldsOfSchema(schema: JsonSchema, parent = ''): Field[] {
  const required = new Set(Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : []);
  return Object.entries(objectIn(schema, 'properties')).map(([key, inner]) =>
    fieldOf(key, isObject(inner) ? inner : {}, required.has(key), parent),
  );
}

function fieldOf(key: string, given: JsonSchema, isRequired: boolean, parent: string): Field {
  const schema = withoutNull(given);
  const path = parent === '' ? key : `${parent}.${key}`;
  const base = {
    key,
    path,
    title: textIn(schema, 'title') ?? wordsOf(key),
    description: textIn(schema, 'description') ?? '',
    // A field with a default may be left out.
    isRequired: isRequired && schema['default'] === undefined,
    default: schema['default'],
    shownIf: shownIf(schema),
  };
  if (Array.isArray(schema['enum'])) {
    const titles = objectIn(schema, 'choiceTitles');
    const values = schema['enum'].filter((value) => isChoice(value));
    const choices = values.map((value) => ({ value, title: textIn(titles, String(value)) ?? String(value) }));
    return { ...base, kind: 'choice', choices };
  }
  switch (schema['type']) {
    case 'string':
      return textField(base, schema);
    case 'integer':
    case 'number':
      return {
        ...base,
        kind: 'number',
        isWhole: schema['type'] === 'integer',
        min: numberIn(schema, 'minimum'),
        max: numberIn(schema, 'maximum'),
      };
    case 'boolean':
      return { ...base, kind: 'boolean' };
    case 'array': {
      const items = objectIn(schema, 'items');
      if (items['type'] !== 'string') break;
      return { ...base, kind: 'list', item: textField({ ...base, isRequired: true }, items) };
    }
    case 'object': {
      if (schema['properties'] !== undefined)
        return { ...base, kind: 'group', fields: fieldsOfSchema(schema, path) };
      const values = objectIn(schema, 'additionalProperties');
      if (values['type'] !== 'string') break;
      return { ...base, kind: 'map', value: textField({ ...base, isRequired: true }, values) };
    }
  }
  return { ...base, kind: 'json' };
}

type Base = Omit<
  TextField,
  'kind' | 'isSecret' | 'isMultiLine' | 'isAddress' | 'minLength' | 'maxLength' | 'pattern'
>;

function textField(base: Base, schema: JsonSchema): TextField {
  const media = textIn(schema, 'contentMediaType') ?? '';
  return {
    ...base,
    kind: 'text',
    isSecret: schema['writeOnly'] === true || schema['format'] === 'password',
    isMultiLine: /pem|text\/plain/.test(media),
    isAddress: schema['format'] === 'uri',
    minLength: numberIn(schema, 'minLength'),
    maxLength: numberIn(schema, 'maxLength'),
    pattern: textIn(schema, 'pattern'),
  };
}

function shownIf(schema: JsonSchema): Field['shownIf'] {
  const given = Object.entries(objectIn(schema, 'shownIf'));
  return Object.fromEntries(
    given.map(([key, values]) => [key, Array.isArray(values) ? (values as unknown[]) : [values]]),
  );
}

/** `anyOf: [{…}, {type: 'null'}]` is an optional field. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const choices = schema['anyOf'];
  if (!Array.isArray(choices)) return schema;
  const others = choices.filter((choice) => isObject(choice) && choice['type'] !== 'null') as JsonSchema[];
  const [only] = others;
  return others.length === 1 && only !== undefined ? { ...schema, ...only } : schema;
}

/** `caCertificate` → `Ca certificate` */
function wordsOf(key: string): string {
  const words = key.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isChoice(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function objectIn(schema: JsonSchema, key: string): JsonSchema {
  const value = schema[key];
  return isObject(value) ? value : {};
}

function textIn(schema: JsonSchema, key: string): string | undefined {
  const value = schema[key];
  return typeof value === 'string' ? value : undefined;
}

function numberIn(schema: JsonSchema, key: string): number | undefined {
  const value = schema[key];
  // zod writes the limits of safe integers where a schema has none of its own.
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
