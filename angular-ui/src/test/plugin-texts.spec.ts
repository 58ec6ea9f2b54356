import { readFileSync } from 'node:fs';
import { definitionOf } from '@marcador/plugin-api';
import amdCadence from '@marcador/amd-cadence';
import dncEmbedded from '@marcador/dnc-embedded';
import dncHttp from '@marcador/dnc-http';
import {
  BUILT_IN_INSTANCES,
  FORMER_INSTANCE,
  FURTHER_INSTANCES,
} from '@marcador/dialer/seeding/built-in-instances.js';
import targetOscc from '@marcador/target-oscc';
import targetVoicePortal from '@marcador/target-voice-portal';
import { z } from 'zod';
import type { Field } from '../app/shared/schema-form/field';
import { fieldsOfSchema } from '../app/shared/schema-form/fields-of-schema';

/** What people configure in the UI. */
const PLUGINS = [amdCadence, dncEmbedded, dncHttp, targetOscc, targetVoicePortal];

function wordsOf(field: Field): [string, string][] {
  const { path, title, description } = field;
  const inner = field.kind === 'group' ? field.fields.flatMap(wordsOf) : [];
  const choices = field.kind === 'choice' ? field.choices : [];
  const own: [string, string][] = [[`${path}.title`, title]];
  return [
    ...own,
    ...(description === '' ? [] : [[`${path}.description`, description] as [string, string]]),
    ...choices.map(({ value, title: choice }): [string, string] => [`${path}.choices.${value}`, choice]),
    ...inner,
  ];
}

/** The words of a plugin by the keys that their translations have. */
function textsOf(plugin: (typeof PLUGINS)[number]): [string, string][] {
  const definition = definitionOf(plugin)?.definition;
  if (definition === undefined) throw new Error('This is not a plugin.');
  const { id, displayName, description = '', config } = definition;
  const fields = fieldsOfSchema(z.toJSONSchema(config, { io: 'input' }));
  const own: [string, string][] = [
    ['displayName', displayName],
    ['description', description],
  ];
  return [...own, ...fields.flatMap(wordsOf)].map(([part, text]) => [`${id}.${part}`, text]);
}

function flat(tree: object, above = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[above + key, value] as [string, string]]
      : flat(value as object, `${above}${key}.`),
  );
}

it('the built-in instances have a name in every language', () => {
  const { builtIn } = JSON.parse(readFileSync('angular-ui/src/i18n/en.json', 'utf8')) as {
    builtIn: Readonly<Record<string, string>>;
  };
  const instances = [...Object.values(BUILT_IN_INSTANCES), ...FURTHER_INSTANCES];
  const names = [...instances.map(({ name }) => name), FORMER_INSTANCE];
  expect(builtIn).toEqual(Object.fromEntries(names.map((name) => [name, name])));
});

it('what the plugins say has a translation each, and no other has', () => {
  const { extension } = JSON.parse(readFileSync('angular-ui/src/i18n/en.json', 'utf8')) as {
    extension: object;
  };
  const said = Object.fromEntries(PLUGINS.flatMap(textsOf));
  expect(Object.fromEntries(flat(extension))).toEqual(said);
});
