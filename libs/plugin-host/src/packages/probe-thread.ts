/** Runs in a thread of its own: imports a plugin's entry and tells what it declares. */
import type { ExtensionPlugin } from '@marcador/plugin-api';
import { parentPort, workerData } from 'node:worker_threads';
import { ExtensionRegistry } from '../extension-registry.js';
import { reasonOf } from '../reason.js';
import { declaredNames, exportedPlugins } from './declared-extensions.js';
import type { ProbeAnswer } from './probe.js';

const { entry } = workerData as { readonly entry: string };

async function look(): Promise<ProbeAnswer> {
  try {
    const { default: exported } = (await import(entry)) as { readonly default?: ExtensionPlugin };
    const plugins = exportedPlugins(exported);
    const declared = declaredNames(plugins);
    // Forms that cannot be drawn, and the same id twice.
    new ExtensionRegistry(plugins);
    return { declared };
  } catch (error) {
    return { failed: reasonOf(error).reason };
  }
}

parentPort?.postMessage(await look());
