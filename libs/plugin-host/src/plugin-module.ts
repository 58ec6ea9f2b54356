import type { ExtensionDefinition, ExtensionKind, NumberSet } from '@marcador/plugin-api';
import { exportedPlugins, extensionOf } from './packages/declared-extensions.js';

const refuse = () => Promise.reject(new Error('There are no numbers in a worker thread.'));

/** What an instance in a worker thread has in place of numbers. */
export const noNumbers: NumberSet = {
  has: refuse,
  count: refuse,
  listDate: refuse,
  add: refuse,
  replace: refuse,
};

/**
 * Loads a plugin's module once more, in a worker thread.
 * @throws Error when its default export has no such extension, or what loading it rejects with
 */
export async function loadDefinition(
  module: string,
  kind: ExtensionKind,
  type: string,
): Promise<ExtensionDefinition> {
  const { default: exported } = (await import(module)) as { readonly default?: unknown };
  const extension = exportedPlugins(exported)
    .map(extensionOf)
    .find((each) => each?.kind === kind && each.definition.id === type);
  if (extension === undefined)
    throw new Error(
      `The default export of ${module} is not the ${NAMES[kind]} "${type}": check its "module".`,
    );
  return extension.definition;
}

const NAMES: Readonly<Record<ExtensionKind, string>> = {
  'dial-target': 'dial target',
  'dnc-provider': 'do-not-call service',
  'amd-detector': 'detector',
  'pacing-strategy': 'pacing strategy',
};
