import { isSecret, type ConfigSchema } from '@marcador/plugin-api';
import type { z } from 'zod';

interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
}

/** As they are usually called: what nobody but the service may know. */
const SOUNDS_SECRET = /(password|passphrase|secret|token|apikey|privatekey|credentials?)$/i;

/** What is wrong with a configuration, as a sentence tells it: `baseUrl: Invalid input; apiKey: …`. */
export function problemsOf({ issues }: z.core.$ZodError): string {
  return issues.map(({ path, message }) => [...path.map(String), message].join(': ')).join('; ');
}

/** The paths of text fields that sound like secrets and are not made by `secret()`. */
export function unmarkedSecrets(schema: ConfigSchema): string[] {
  return unmarkedBelow(schema, '');
}

/** The values of a configuration that were given for secrets. */
export function secretValues(schema: z.core.$ZodType, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (isSecret(schema)) return typeof value === 'string' ? [value] : [];
  const { shape, valueType, element } = core(schema);
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const below = shape?.[key] ?? valueType ?? element;
    return below === undefined ? [] : secretValues(below, each);
  });
}

function unmarkedBelow(schema: z.core.$ZodType, path: string): string[] {
  return Object.entries(core(schema).shape ?? {}).flatMap(([key, field]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const soundsSecret = SOUNDS_SECRET.test(key.replace(/[_-]/g, ''));
    if (core(field).type === 'string') return soundsSecret && !isSecret(field) ? [at] : [];
    return unmarkedBelow(field, at);
  });
}

/** Without `.optional()`, `.default()` and the like around it. */
function core(schema: z.core.$ZodType): Definition {
  const definition = schema._zod.def as Definition;
  return definition.innerType === undefined ? definition : core(definition.innerType);
}
