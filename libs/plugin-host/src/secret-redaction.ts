import { isSecret, type ConfigSchema } from '@marcador/plugin-api';
import type { z } from 'zod';

/** What is shown in place of a secret, and sent back by a client that leaves it as it is. */
export const SECRET_PLACEHOLDER = '••••••••';

type Schema = z.core.$ZodType;

/** The configuration as it may be shown: each secret that has a value becomes {@link SECRET_PLACEHOLDER}. */
export function redactConfig(schema: ConfigSchema, config: unknown): unknown {
  return mapSecrets([schema], config, undefined, (value) =>
    value === undefined || value === null ? value : SECRET_PLACEHOLDER,
  );
}

/**
 * The configuration as it is meant: where a client sent the placeholder back, the saved secret of the same path. A
 * placeholder for which nothing is saved is left out, so that validation asks for the value. Items of a list are
 * matched by their position.
 */
export function restoreSecrets(schema: ConfigSchema, sent: unknown, saved: unknown): unknown {
  return mapSecrets([schema], sent, saved, (value, former) =>
    value === SECRET_PLACEHOLDER ? former : value,
  );
}

function mapSecrets(
  schemas: readonly Schema[],
  value: unknown,
  other: unknown,
  map: (value: unknown, other: unknown) => unknown,
): unknown {
  const unwrapped = schemas.flatMap(unwrap);
  if (schemas.some(isSecret) || unwrapped.some(isSecret)) return map(value, other);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = Array.isArray(other) ? other : [];
    return value.map((item, index) => mapSecrets(unwrapped.flatMap(itemsOf), item, items[index], map));
  }
  if (typeof value !== 'object' || value === null) return value;
  const others = (typeof other === 'object' && other !== null ? other : {}) as Record<string, unknown>;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => [
    key,
    mapSecrets(
      unwrapped.flatMap((schema) => memberOf(schema, key)),
      member,
      Object.hasOwn(others, key) ? others[key] : undefined,
      map,
    ),
  ]);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

interface Def {
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly options?: readonly Schema[];
  readonly left?: Schema;
  readonly right?: Schema;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
}

/** What lies below wrappers such as `.optional()`, in unions and in intersections. */
function unwrap(schema: Schema): Schema[] {
  const { innerType, in: input, options, left, right } = schema._zod.def as Def;
  const below = [innerType, input, ...(options ?? []), left, right].filter((each) => each !== undefined);
  return below.length === 0 ? [schema] : [schema, ...below.flatMap(unwrap)];
}

function itemsOf(schema: Schema): Schema[] {
  const { element } = schema._zod.def as Def;
  return element === undefined ? [] : [element];
}

function memberOf(schema: Schema, key: string): Schema[] {
  const { shape, valueType } = schema._zod.def as Def;
  const member = shape !== undefined && Object.hasOwn(shape, key) ? shape[key] : valueType;
  return member === undefined ? [] : [member];
}
