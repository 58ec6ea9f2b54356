import type { PluginCommand } from './command-line.js';
import { contentOf } from './file-content.js';
import type { Plugin, ServiceClient } from './service-client.js';

/**
 * Does what was asked with the plugins of a service.
 * @returns what to tell
 * @throws Error with one sentence why it could not be done
 */
export async function runPluginCommand(asked: PluginCommand, service: ServiceClient): Promise<string> {
  switch (asked.command) {
    case 'list':
      return (await service.plugins()).map(linesOf).join('\n');
    case 'add':
      return installPacked(await contentOf(asked.file), service);
    case 'rollback':
      return linesOf(await service.change(await idOf(asked.name, service), 'rollback'));
    case 'enable':
    case 'disable':
      await service.change(await idOf(asked.name, service), asked.command);
      return `${asked.name} is ${asked.command}d.`;
    case 'remove':
      await service.remove(await idOf(asked.name, service));
      return `${asked.name} is removed.`;
  }
}

/**
 * Installs a packed plugin, or the next version of one.
 * @returns what to tell
 * @throws Error with one sentence why it is refused
 */
export async function installPacked(packed: Uint8Array, service: ServiceClient): Promise<string> {
  return linesOf(await service.install(packed));
}

function linesOf({ name, version, api, sha512, extensions, nodes }: Plugin): string {
  const brings = extensions.map(({ kind, id }) => `${kind} ${id}`).join(', ');
  const hash = sha512 === undefined ? 'built in' : `sha512 ${sha512.slice(0, 12)}`;
  const states = nodes.map(({ node, state, problem }) =>
    problem === undefined ? `${node}: ${state}` : `${node}: ${state}: ${problem.reason}`,
  );
  return [`${name} ${version} (contract ${api}, ${hash}): ${brings}`, ...states].join('\n  ');
}

async function idOf(name: string, service: ServiceClient): Promise<string> {
  const plugin = (await service.plugins()).find((each) => each.name === name);
  if (plugin === undefined) throw new Error(`There is no plugin "${name}": see marcador plugin list.`);
  if (plugin.id === undefined) throw new Error(`"${name}" comes with the product: it stays as it is.`);
  return plugin.id;
}
