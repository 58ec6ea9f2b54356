import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { keyName, nearest, schemaAt, shapeOf, variableName, type KeyPath } from './configuration-keys.js';
import { readEnvironment, type Environment, type EnvironmentSetting } from './configuration-environment.js';

/** Where the configuration comes from. */
export interface ConfigurationSources {
  /** Path of the YAML file. */
  readonly file: string;
  /** Whether the file has to exist: it was named by somebody. */
  readonly fileRequired: boolean;
  readonly environment: Environment;
  /** Variables of other names that stand for a key: `{ DATABASE_URL: ['database', 'url'] }`. */
  readonly aliases?: Readonly<Record<string, KeyPath>>;
}

/** What is wrong with the configuration: one sentence per line, each with the key and the remedy. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads the configuration from a YAML file and the environment, which wins, and checks it with the schema.
 *
 * `MARCADOR_TELEPHONY__CALLS_PER_SECOND` sets `telephony.callsPerSecond`: two underscores go one level down, one
 * joins the words of a key, a number is a place in a list (`MARCADOR_TELEPHONY__PORTS__0__PASSWORD`). Values of texts
 * are taken as they stand, lists may be written with commas, all else is YAML.
 *
 * @param schema strict objects all the way down, or unknown keys pass
 * @throws ConfigurationError
 */
export function loadConfiguration<S extends z.ZodObject>(
  schema: S,
  sources: ConfigurationSources,
): z.output<S> {
  const root = readFile(sources);
  const settings = readEnvironment(schema, sources.environment, sources.aliases ?? {});
  for (const setting of settings.accepted) put(root, setting.path, setting.value);
  const result = schema.safeParse(root);
  const problems = [...settings.problems];
  if (!result.success) {
    const origin = { file: basename(sources.file), settings: settings.accepted };
    problems.push(...result.error.issues.flatMap((issue) => explain(schema, issue, root, origin)));
  }
  if (problems.length > 0 || !result.success) throw new ConfigurationError(problems);
  return result.data;
}

type Tree = Record<string, unknown>;

function readFile({ file, fileRequired }: ConfigurationSources): Tree {
  const text = textOf(file, fileRequired);
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = text.slice(0, error.pos[0]).split('\n').length;
    throw new ConfigurationError([`${basename(file)}: line ${line} is not YAML: ${error.message}`]);
  }
  const root: unknown = document.toJS() ?? {};
  if (typeof root !== 'object' || root === null || Array.isArray(root))
    throw new ConfigurationError([
      `${basename(file)}: has to hold keys with values, such as "nodeName: dialer-1"`,
    ]);
  return root as Tree;
}

function textOf(file: string, required: boolean): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !required) return '';
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new ConfigurationError([`${file}: ${why}: name a configuration file that the service may read`]);
  }
}

function put(root: Tree, path: KeyPath, value: unknown): void {
  let level = root;
  for (const [index, key] of path.slice(0, -1).entries()) {
    const next = level[key];
    if (typeof next !== 'object' || next === null) level[key] = typeof path[index + 1] === 'number' ? [] : {};
    level = level[key] as Tree;
  }
  level[path.at(-1)!] = value;
}

interface Origin {
  readonly file: string;
  readonly settings: readonly EnvironmentSetting[];
}

type Issue = z.core.$ZodIssue;

function explain(schema: z.ZodObject, issue: Issue, root: Tree, origin: Origin): string[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) => `${where([...path, key], origin)}: unknown key${suggestion(schema, path, key)}`,
    );
  if (valueAt(root, path) === undefined && issue.code === 'invalid_type') {
    const described = schemaAt(schema, path)?.meta()?.description;
    const remedy = `set it there or as ${variableName(path)}`;
    return [`${where(path, origin)}: required${described === undefined ? '' : ` (${described})`}: ${remedy}`];
  }
  return [`${where(path, origin)}: ${sentence(issue.message)}`];
}

/** The place a person has to go to: the file, or the variable that set the key. */
function where(path: KeyPath, origin: Origin): string {
  const setBy = origin.settings.find(({ path: set }) => set.every((key, index) => key === path[index]));
  const key = path.length === 0 ? '' : `: ${keyName(path)}`;
  return setBy === undefined ? `${origin.file}${key}` : `${setBy.variable}${key}`;
}

function suggestion(schema: z.ZodObject, path: KeyPath, key: string): string {
  const known = Object.keys(shapeOf(schemaAt(schema, path)) ?? {});
  const near = nearest(key, known);
  return near === undefined ? `: remove it; known here: ${known.join(', ')}` : `: did you mean "${near}"?`;
}

function valueAt(root: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, key) => (value as Tree | undefined)?.[key], root);
}

function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
