import { message, MessageError } from '@marcador/messages/message.js';
import { definitionOf, type ExtensionPlugin } from '@marcador/plugin-api';
import { namesOf, type ExtensionName, type PluginManifest } from './manifest.js';

/** What an entry's default export holds: one extension, or several as an array. */
export function exportedPlugins(exported: unknown): readonly ExtensionPlugin[] {
  return (Array.isArray(exported) ? exported : [exported]) as readonly ExtensionPlugin[];
}

/** The extension that one of them carries; `undefined` when it was not made by a `define*()` function. */
export function extensionOf(plugin: unknown): ReturnType<typeof definitionOf> {
  return typeof plugin === 'object' && plugin !== null ? definitionOf(plugin) : undefined;
}

/**
 * The names of the extensions that plugins carry.
 * @throws MessageError when one of them was not made by a `define*()` function
 */
export function declaredNames(plugins: readonly ExtensionPlugin[]): ExtensionName[] {
  return plugins.map((plugin) => {
    const extension = extensionOf(plugin);
    if (extension === undefined) throw new MessageError(message('plugin-not-defined'));
    return { kind: extension.kind, id: extension.definition.id };
  });
}

/** @throws MessageError unless the code declares exactly what the manifest promises */
export function assertAsPromised({ name, extensions }: PluginManifest, declared: readonly ExtensionName[]) {
  const [promised, found] = [namesOf(extensions), namesOf(declared)];
  if (promised !== found)
    throw new MessageError(message('plugin-declares', { name, manifest: promised, code: found }));
}
