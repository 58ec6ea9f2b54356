import { isSecret } from '@marcador/plugin-api';
import type { z } from 'zod';

type Schema = z.core.$ZodType;

/** A value of a configuration that is looked at as a whole: a secret, or what is neither a list nor an object. */
export interface Leaf {
  readonly value: unknown;
  /** What the other configuration has at the same place. */
  readonly other: unknown;
  /** The keys that lead to it, places in lists among them. */
  readonly path: readonly string[];
  readonly isSecret: boolean;
  /** All schemas that may be meant: of a union those of each option. None: nobody knows what the value is. */
  readonly schemas: readonly Schema[];
}

/**
 * The configuration with another value in place of each leaf; a leaf that becomes `undefined` is left out.
 * @param schema `undefined`: nobody knows the type
 * @param other is walked along with it
 */
export function mapLeaves(
  schema: Schema | undefined,
  config: unknown,
  other: unknown,
  map: (leaf: Leaf) => unknown,
): unknown {
  return walk(schema === undefined ? [] : [schema], config, other, [], map);
}

function walk(
  above: readonly Schema[],
  value: unknown,
  other: unknown,
  path: readonly string[],
  map: (leaf: Leaf) => unknown,
): unknown {
  const schemas = above.flatMap(unwrap);
  if (schemas.some(isSecret)) return map({ value, other, path, isSecret: true, schemas });
  if (Array.isArray(value)) {
    const others: readonly unknown[] = Array.isArray(other) ? other : [];
    return value.map((item, at) =>
      walk(schemas.flatMap(itemsOf), item, others[at], [...path, String(at)], map),
    );
  }
  if (!isRecord(value)) return map({ value, other, path, isSecret: false, schemas });
  const others = isRecord(other) ? other : {};
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => {
    const members = schemas.flatMap((schema) => memberOf(schema, key));
    return [
      key,
      walk(members, member, Object.hasOwn(others, key) ? others[key] : undefined, [...path, key], map),
    ];
  });
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

/** A plain object: what a class has made is one value. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What of a schema's definition leads further down. */
export interface SchemaDef {
  readonly type?: string;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly out?: Schema;
  readonly options?: readonly Schema[];
  readonly left?: Schema;
  readonly right?: Schema;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
}

export function defOf(schema: Schema): SchemaDef {
  return schema._zod.def;
}

/** A schema and what lies below wrappers such as `.optional()`, in unions, pipes and intersections. */
function unwrap(schema: Schema): Schema[] {
  return [schema, ...below(schema).flatMap(unwrap)];
}

/** Whether it wraps no other. */
export function isBottom(schema: Schema): boolean {
  return below(schema).length === 0;
}

function below(schema: Schema): Schema[] {
  const { innerType, in: input, out, options, left, right } = defOf(schema);
  return [innerType, input, out, ...(options ?? []), left, right].filter((each) => each !== undefined);
}

function itemsOf(schema: Schema): Schema[] {
  const { element } = defOf(schema);
  return element === undefined ? [] : [element];
}

function memberOf(schema: Schema, key: string): Schema[] {
  const { shape, valueType } = defOf(schema);
  const member = shape !== undefined && Object.hasOwn(shape, key) ? shape[key] : valueType;
  return member === undefined ? [] : [member];
}
