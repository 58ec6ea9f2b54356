import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { en } from '@marcador/messages/texts/en.js';
import { es } from '@marcador/messages/texts/es.js';
import { pt } from '@marcador/messages/texts/pt.js';
import { textsOf } from './template-texts';

const SOURCE = resolve('angular-ui/src');
const LANGUAGES = ['en', 'pt', 'es'] as const;

/** Texts that are chosen by a value of the API: each of its values has one. */
const BY_SCHEMA: Readonly<Record<string, string>> = {
  'role.': 'Role',
  'users.roleHint.': 'Role',
  'users.groupsHint.': 'Role',
  'system.kind.': 'ExtensionKind',
  'system.registration.': 'RegistrationState',
  'leadStatus.': 'LeadStatus',
  'subReason.': 'SubReason',
  'entryState.': 'ScheduleEntryState',
  'agentState.': 'AgentState',
  'campaign.undecidedMeans.': 'UndecidedMeans',
};
/** Texts that may be there or not: the plugin's own words take their place. */
const OPTIONAL = ['extension.'];
/** The product's name is the same in every language. */
const NAMES = new Set(['Marcador', 'SHA-512']);

/** What the UI says for the service. */
const SERVER_TEXTS = { en, pt, es };

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, above = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[above + key, value] as [string, string]] : flat(value, `${above}${key}.`),
  );
}

function textsIn(language: string): ReadonlyMap<string, string> {
  return new Map(flat(JSON.parse(readFileSync(join(SOURCE, `i18n/${language}.json`), 'utf8')) as Tree));
}

/** The values of an enumeration of the API. */
function valuesOf(schema: string): readonly string[] {
  const { components } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
    components: { schemas: Record<string, { enum?: string[] }> };
  };
  return components.schemas[schema]?.enum ?? [];
}

function filesThatEnd(suffix: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(join(SOURCE, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(suffix) && !path.endsWith('.spec.ts') && !path.endsWith('schema.ts'))
    .map((path) => ({ path, text: readFileSync(join(SOURCE, 'app', path), 'utf8') }));
}

const english = textsIn('en');
const namespaces = new Set([...english.keys()].map((key) => key.split('.')[0]));
const sources = filesThatEnd('.ts');
const inline = sources.flatMap(({ path, text }) =>
  [...text.matchAll(/^ {2}template: '(.*)',$/gm)].map(([, template = '']) => ({ path, text: template })),
);
const templates = [...filesThatEnd('.html'), ...inline].map(({ path, text }) => ({
  path,
  ...textsOf(text, path),
}));

/** Strings of the code that have the form of a key, or of the beginning of one. */
const inCode = sources.flatMap(({ path, text }) =>
  [...text.matchAll(/['`]([a-zA-Z]+(?:\.[\w-]+)*\.?)(?:['`]|\$\{)/g)].flatMap(([, key = '']) =>
    key.includes('.') && namespaces.has(key.split('.')[0]) && !key.includes('/') ? [{ path, key }] : [],
  ),
);
const named = [
  ...templates.flatMap(({ path, keys }) => [...keys].map((key) => ({ path, key }))),
  ...inCode.filter(({ key }) => !key.endsWith('.')),
];
const prefixes = new Set([
  ...templates.flatMap((template) => [...template.prefixes]),
  ...inCode.filter(({ key }) => key.endsWith('.')).map(({ key }) => key),
]);

describe('the texts of the UI', () => {
  it.each(['pt', 'es'])('%s has the texts of English, no more and no less', (language) => {
    expect([...textsIn(language).keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each(['pt', 'es'])('%s fills in what English fills in', (language) => {
    const places = (text = '') => [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name).sort();
    const texts = textsIn(language);
    const different = [...english].filter(
      ([key, text]) => String(places(text)) !== String(places(texts.get(key))),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it.each(LANGUAGES)('%s says something for every key', (language) => {
    const silent = [...textsIn(language)].filter(([, text]) => text.trim() === '');
    expect(silent).toEqual([]);
  });

  it('are there wherever the code or a template names one', () => {
    expect(named.filter(({ key }) => !english.has(key))).toEqual([]);
  });

  it('are there for the beginning of each key whose end is computed', () => {
    const without = [...prefixes].filter(
      (prefix) => ![...english.keys()].some((key) => key.startsWith(prefix)),
    );
    expect(without.filter((prefix) => !OPTIONAL.includes(prefix))).toEqual([]);
  });

  it('are all used', () => {
    const names = new Set(named.map(({ key }) => key));
    const isUsed = (key: string) => names.has(key) || [...prefixes].some((prefix) => key.startsWith(prefix));
    expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
  });

  it.each(Object.entries(BY_SCHEMA))('%s has a text for every value of %s', (prefix, schema) => {
    const values = valuesOf(schema);
    expect(values).not.toEqual([]);
    expect(values.filter((value) => !english.has(prefix + value))).toEqual([]);
  });

  it.each(Object.entries(SERVER_TEXTS))('%s has a text for whatever the service can say', (_, texts) => {
    expect(Object.keys(texts).sort()).toEqual([...valuesOf('MessageCode')].sort());
  });

  it('never stand in a template', () => {
    const words = templates.flatMap(({ path, hardCoded }) => hardCoded.map((text) => ({ path, text })));
    expect(words.filter(({ text }) => !NAMES.has(text))).toEqual([]);
  });
});

describe('the reading of templates', () => {
  it('finds words in texts, interpolations and spoken attributes', () => {
    const template = `<p title="Hello">Some {{ count }} words</p><i>{{ x }}</i>`;
    expect(textsOf(template, 'x').hardCoded).toEqual(['Hello', 'Some', 'words']);
  });

  it('finds keys behind the pipe, also where one of two is chosen', () => {
    const template = `@if (a) { {{ (b ? 'x.y' : 'x.z') | translate }} } <a [title]="'r.' + c | translate"></a>`;
    const { keys, prefixes } = textsOf(template, 'x');
    expect([[...keys], [...prefixes]]).toEqual([['x.y', 'x.z'], ['r.']]);
  });
});
