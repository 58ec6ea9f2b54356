import {
  Module,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { ExtensionRegistry } from './extension-registry.js';
import { LoadMarks } from './packages/load-marks.js';
import { InstalledPlugins } from './packages/installed-plugins.js';
import { PackageFolders } from './packages/package-folders.js';
import type { PackageStore } from './packages/package-store.js';
import { loadBuiltIn, type BuiltInPlugin, type LoadedPlugin } from './packages/plugin-loader.js';
import type { PluginHostTools } from './plugin-host-tools.js';
import { PluginInstances } from './plugin-instances.js';

/** What the application lends to the plugin host as a whole. */
export interface PluginHostModuleTools extends PluginHostTools {
  /** The plugins that were installed at run time. */
  readonly packages: PackageStore;
  /** Where they are unpacked; the folder is the host's alone. */
  readonly packagesFolder: string;
  /** How long a package is watched after its import, before it is imported where the calls are. */
  readonly settleMs: number;
}

/** The plugins that come with the product, as they were let in. */
export const BUILT_IN = Symbol('BuiltInPlugins');
const TOOLS = Symbol('PluginHostModuleTools');

/** How the application sets up the plugin host. */
export interface PluginHostModuleOptions {
  readonly plugins: readonly BuiltInPlugin[];
  /** Modules that export what `inject` names. */
  readonly imports?: ModuleMetadata['imports'];
  readonly inject?: FactoryProvider['inject'];
  /** Makes the tools out of what `inject` names, in its order. */
  readonly useFactory: (...injected: never[]) => PluginHostModuleTools | Promise<PluginHostModuleTools>;
}

/**
 * Imports the built-in plugins' own modules and provides {@link ExtensionRegistry}, {@link PluginInstances} and
 * {@link InstalledPlugins}, everywhere. Installed plugins and then the instances are loaded when the module starts (the
 * database must be migrated by then); the instances are closed at the very end of a shutdown, after calls have drained.
 */
@Module({})
export class PluginHostModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly instances: PluginInstances,
    private readonly installed: InstalledPlugins,
  ) {}

  /** @throws Error that names the built-in plugin which is not one, or is there twice */
  static forRoot(options: PluginHostModuleOptions): DynamicModule {
    const builtIn: readonly LoadedPlugin[] = options.plugins.map(loadBuiltIn);
    const plugins = builtIn.flatMap(({ extensions }) => extensions);
    const registry = new ExtensionRegistry(plugins);
    return {
      module: PluginHostModule,
      global: true,
      imports: [...plugins, ...(options.imports ?? [])],
      providers: [
        { provide: ExtensionRegistry, useValue: registry },
        { provide: BUILT_IN, useValue: builtIn },
        { provide: TOOLS, inject: options.inject ?? [], useFactory: options.useFactory },
        {
          provide: PluginInstances,
          inject: [TOOLS],
          useFactory: (tools: PluginHostModuleTools) => new PluginInstances(registry, tools),
        },
        {
          provide: InstalledPlugins,
          inject: [TOOLS, PluginInstances],
          useFactory: (
            { packages, packagesFolder, settleMs, clock, log }: PluginHostModuleTools,
            instances: PluginInstances,
          ) =>
            new InstalledPlugins({
              ...{ registry, instances, store: packages, settleMs, clock, log },
              folders: new PackageFolders(packagesFolder),
              // Not in that folder, which is swept at each start.
              marks: new LoadMarks(`${packagesFolder}-loading`, clock),
            }),
        },
      ],
      exports: [BUILT_IN, ExtensionRegistry, InstalledPlugins, PluginInstances],
    };
  }

  async onModuleInit(): Promise<void> {
    await this.installed.sweep();
    await this.installed.reconcile();
    await this.instances.load();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.installed.close();
    await this.instances.close();
  }
}
