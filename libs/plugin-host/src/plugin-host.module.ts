import {
  Module,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { ExtensionPlugin } from '@marcador/plugin-api';
import { ExtensionRegistry } from './extension-registry.js';
import type { PluginHostTools } from './plugin-host-tools.js';
import { PluginInstances } from './plugin-instances.js';

/** How the application sets up the plugin host. */
export interface PluginHostModuleOptions {
  readonly plugins: readonly ExtensionPlugin[];
  /** Modules that export what `inject` names. */
  readonly imports?: ModuleMetadata['imports'];
  readonly inject?: FactoryProvider['inject'];
  /** Makes the tools out of what `inject` names, in its order. */
  readonly useFactory: (...injected: never[]) => PluginHostTools | Promise<PluginHostTools>;
}

/**
 * Imports the plugins' own modules and provides {@link ExtensionRegistry} and {@link PluginInstances}, everywhere. The
 * instances are loaded when the module starts (the database must be migrated by then) and closed at the very end of a
 * shutdown, after calls have drained.
 */
@Module({})
export class PluginHostModule implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly instances: PluginInstances) {}

  /** @throws Error that names the plugin which is not one, or is there twice */
  static forRoot(options: PluginHostModuleOptions): DynamicModule {
    const registry = new ExtensionRegistry(options.plugins);
    return {
      module: PluginHostModule,
      global: true,
      imports: [...options.plugins, ...(options.imports ?? [])],
      providers: [
        { provide: ExtensionRegistry, useValue: registry },
        {
          provide: PluginInstances,
          inject: options.inject ?? [],
          useFactory: async (...injected: never[]) =>
            new PluginInstances(registry, await options.useFactory(...injected)),
        },
      ],
      exports: [ExtensionRegistry, PluginInstances],
    };
  }

  onModuleInit(): Promise<void> {
    return this.instances.load();
  }

  onApplicationShutdown(): Promise<void> {
    return this.instances.close();
  }
}
