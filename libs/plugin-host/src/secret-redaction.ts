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
 * The configuration as it is meant: where a client sent the placeholder back, or nothing at all, the saved secret of the
 * same path; `null` takes it away. What is left without a value is left out, so that validation asks for it. Items of
 * a list are matched by their position and need the placeholder; so do the members of a union or a record.
 */
export function restoreSecrets(schema: ConfigSchema, sent: unknown, saved: unknown): unknown {
  return mapSecrets([schema], withUnsentSecrets(schema, sent, saved), saved, (value, former) => {
    if (value === null) return undefined;
    return value === SECRET_PLACEHOLDER ? former : value;
  });
}

/** Only where the schema leaves no doubt about what belongs together: in objects within objects. */
function withUnsentSecrets(schema: Schema, sent: unknown, saved: unknown): unknown {
  const { shape, innerType, in: input } = schema._zod.def as Def;
  const inner = innerType ?? input;
  if (inner !== undefined) return withUnsentSecrets(inner, sent, saved);
  if (shape === undefined || !isRecord(sent) || !isRecord(saved)) return sent;
  const whole: Record<string, unknown> = { ...sent };
  for (const [key, member] of Object.entries(shape)) {
    if (Object.hasOwn(sent, key)) whole[key] = withUnsentSecrets(member, sent[key], saved[key]);
    else if (isSecret(member) && Object.hasOwn(saved, key)) whole[key] = SECRET_PLACEHOLDER;
  }
  return whole;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
