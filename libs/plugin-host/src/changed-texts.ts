import type { ConfigSchema } from '@marcador/plugin-api';
import { defOf, isBottom, mapLeaves, type Leaf } from './config-walk.js';

/**
 * What may send an instance's secrets elsewhere and is not the same in two configurations: texts (addresses, host names,
 * certificates, accounts, …) and port numbers that the type does not choose the values of. Both as the schema gives them
 * back, with defaults.
 * @returns the paths, keys joined by dots
 */
export function changedTexts(schema: ConfigSchema, saved: unknown, wanted: unknown): string[] {
  const [before, after] = [textsOf(schema, saved), textsOf(schema, wanted)];
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

function textsOf(schema: ConfigSchema, config: unknown): ReadonlyMap<string, unknown> {
  const texts = new Map<string, unknown>();
  mapLeaves(schema, config, undefined, (leaf) => {
    if (leadsSomewhere(leaf)) texts.set(leaf.path.join('.'), leaf.value);
    return leaf.value;
  });
  return texts;
}

function leadsSomewhere({ value, path, isSecret, schemas }: Leaf): boolean {
  if (isSecret) return false;
  if (typeof value === 'number') return /port$/i.test(path.at(-1) ?? '');
  return typeof value === 'string' && !isChosen(schemas);
}

/** The author of the type names the values, so that each of them leads where the type means to go. */
function isChosen(schemas: Leaf['schemas']): boolean {
  const types = schemas.filter(isBottom).map((schema) => defOf(schema).type);
  return types.length > 0 && types.every((type) => type === 'enum' || type === 'literal');
}
