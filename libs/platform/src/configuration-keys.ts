import { z } from 'zod';

/** A key of the configuration, from the top down; numbers are places in a list. */
export type KeyPath = readonly (string | number)[];

/** A key as the documentation and the messages name it: `telephony.ports[0].password`. */
export function keyName(path: KeyPath): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`;
    return name === '' ? key : `${name}.${key}`;
  }, '');
}

/** The environment variable that sets a key: `MARCADOR_TELEPHONY__PORTS__0__PASSWORD`. */
export function variableName(path: KeyPath): string {
  const segments = path.map((key) => String(key).replace(/[A-Z]/g, '_$&').toUpperCase());
  return `MARCADOR_${segments.join('__')}`;
}

/** What is below `.optional()`, `.default()`, `.prefault()` and the like. */
export function unwrap(schema: z.ZodType): z.ZodType {
  const inner = (schema.def as { innerType?: z.ZodType }).innerType;
  return inner === undefined ? schema : unwrap(inner);
}

/** The keys below a schema, if it is an object. */
export function shapeOf(schema: z.ZodType | undefined): Record<string, z.ZodType> | undefined {
  if (schema === undefined) return undefined;
  const plain = unwrap(schema);
  return plain instanceof z.ZodObject ? plain.shape : undefined;
}

/** The schema of a list's elements. */
export function elementOf(schema: z.ZodType): z.ZodType | undefined {
  const plain = unwrap(schema);
  return plain instanceof z.ZodArray ? (plain.element as z.ZodType) : undefined;
}

/** The schema of a key; `undefined`: there is no such key. */
export function schemaAt(schema: z.ZodType, path: KeyPath): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>((level, key) => {
    if (level === undefined) return undefined;
    return typeof key === 'number' ? elementOf(level) : shapeOf(level)?.[key];
  }, schema);
}

/** The known name that somebody probably meant: at most two letters away. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const near = known
    .map((each) => ({ each, distance: distance(wanted, each.toLowerCase()) }))
    .filter(({ each, distance: far }) => far <= 2 && far < each.length / 2)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.each;
}

/** Letters to insert, remove or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** One key that can be set, as the documentation lists it. */
export interface ConfigurationKey {
  /** `telephony.ports[].password` */
  readonly name: string;
  readonly description: string | undefined;
  /** As JSON; `undefined`: the key is required, or optional without a default. */
  readonly default: string | undefined;
  readonly optional: boolean;
}

/** Every key of a schema that holds a value, in its order. Keys within a list are named with `[]`. */
export function listKeys(schema: z.ZodType, prefix = ''): ConfigurationKey[] {
  const shape = shapeOf(schema);
  if (shape !== undefined)
    return Object.entries(shape).flatMap(([key, field]) =>
      listKeys(field, prefix === '' ? key : `${prefix}.${key}`),
    );
  const element = elementOf(schema);
  if (element !== undefined && shapeOf(element) !== undefined) return listKeys(element, `${prefix}[]`);
  const whenMissing = schema.safeParse(undefined);
  const value = whenMissing.success ? whenMissing.data : undefined;
  return [
    {
      name: prefix,
      description: schema.meta()?.description ?? unwrap(schema).meta()?.description,
      default: value === undefined ? undefined : JSON.stringify(value),
      optional: whenMissing.success,
    },
  ];
}
