/** Runs in a thread of its own: imports a plugin's entry, tells what it declares, and that it is still there. */
import type { ExtensionPlugin } from '@marcador/plugin-api';
import { parentPort, workerData } from 'node:worker_threads';
import { ExtensionRegistry } from '../extension-registry.js';
import { loadDefinition } from '../plugin-module.js';
import { reasonOf } from '../reason.js';
import { declaredNames, exportedPlugins, extensionOf } from './declared-extensions.js';
import type { ProbeAnswer } from './probe.js';

const { entry } = workerData as { readonly entry: string };

async function look(): Promise<ProbeAnswer> {
  try {
    const { default: exported } = (await import(entry)) as { readonly default?: ExtensionPlugin };
    const plugins = exportedPlugins(exported);
    const declared = declaredNames(plugins);
    // Forms that cannot be drawn, and the same id twice.
    new ExtensionRegistry(plugins);
    await loadModules(plugins);
    return { declared };
  } catch (error) {
    return { failed: reasonOf(error).reason };
  }
}

/** As media workers and isolated instances do: a wrong one would be found only when calls need it. */
async function loadModules(plugins: readonly ExtensionPlugin[]): Promise<void> {
  for (const extension of plugins.map(extensionOf)) {
    const { module, id } = extension?.definition ?? {};
    if (extension !== undefined && module !== undefined && id !== undefined)
      await loadDefinition(module, extension.kind, id);
  }
}

parentPort?.postMessage(await look());
// It also keeps the thread from ending by itself.
parentPort?.on('message', () => parentPort?.postMessage('yes'));
