import { parse } from 'yaml';
import { z } from 'zod';
import {
  elementOf,
  nearest,
  schemaAt,
  shapeOf,
  unwrap,
  variableName,
  type KeyPath,
} from './configuration-keys.js';

/** `process.env`, or what a test puts in its place. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A key that the environment sets. */
export interface EnvironmentSetting {
  readonly variable: string;
  readonly path: KeyPath;
  readonly value: unknown;
}

const PREFIX = 'MARCADOR_';

/**
 * Finds the variables that set keys of the schema. A variable without `__` that is no key is left alone unless it
 * looks like a slip: others use the prefix too (a Kubernetes service of that name sets `MARCADOR_PORT`).
 */
export function readEnvironment(
  schema: z.ZodObject,
  environment: Environment,
  aliases: Readonly<Record<string, KeyPath>>,
): { readonly accepted: EnvironmentSetting[]; readonly problems: string[] } {
  const accepted: EnvironmentSetting[] = [];
  const problems: string[] = [];
  for (const [variable, text] of Object.entries(environment)) {
    const path = aliases[variable] ?? pathOf(variable, schema);
    if (path === undefined || text === undefined || text === '') continue;
    const target = schemaAt(schema, path);
    if (target !== undefined && shapeOf(target) === undefined)
      accepted.push({ variable, path, value: valueOf(text, target) });
    else problems.push(...refusal(variable, path, schema));
  }
  // A variable with the product's prefix beats an alias, and the whole of a list comes before its parts.
  const rank = ({ variable, path }: EnvironmentSetting) => (variable.startsWith(PREFIX) ? path.length : 0);
  return { accepted: accepted.sort((a, b) => rank(a) - rank(b)), problems };
}

function pathOf(variable: string, schema: z.ZodObject): KeyPath | undefined {
  if (!variable.startsWith(PREFIX)) return undefined;
  let level: z.ZodType | undefined = schema;
  return variable
    .slice(PREFIX.length)
    .split('__')
    .map((segment) => {
      const key = /^\d+$/.test(segment) ? Number(segment) : spelled(segment, level);
      level = level && schemaAt(level, [key]);
      return key;
    });
}

/** The key whose variable would be written so, or the segment in camel case. */
function spelled(segment: string, level: z.ZodType | undefined): string {
  const known = Object.keys(shapeOf(level) ?? {});
  const match = known.find((key) => variableName([key]) === `${PREFIX}${segment}`);
  return match ?? segment.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function refusal(variable: string, path: KeyPath, schema: z.ZodObject): string[] {
  const depth = path.findIndex((_, index) => schemaAt(schema, path.slice(0, index + 1)) === undefined);
  if (depth === -1) return path.length === 1 ? [] : [`${variable}: holds other keys: set those, one by one`];
  const above = path.slice(0, depth);
  const known = Object.keys(shapeOf(schemaAt(schema, above)) ?? {});
  const near = nearest(String(path[depth]), known);
  if (near !== undefined)
    return [`${variable}: unknown key: did you mean ${variableName([...above, near])}?`];
  return path.length === 1 ? [] : [`${variable}: unknown key: remove it`];
}

function valueOf(text: string, schema: z.ZodType): unknown {
  const plain = unwrap(schema);
  if (plain instanceof z.ZodString || plain instanceof z.ZodStringFormat || plain instanceof z.ZodEnum)
    return text;
  const value = yamlOrText(text);
  const element = elementOf(schema);
  if (element === undefined || Array.isArray(value)) return value;
  return text.split(',').map((part) => valueOf(part.trim(), element));
}

function yamlOrText(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    return text;
  }
}
