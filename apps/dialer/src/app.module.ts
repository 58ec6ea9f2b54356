import { DialingModule } from '@marcador/dialing/dialing.module.js';
import { PersistenceModule } from '@marcador/persistence/persistence.module.js';
import { InstanceNumbers } from '@marcador/persistence/plugins/instance-numbers.js';
import { PluginInstanceRepository } from '@marcador/persistence/plugins/plugin-instance.repository.js';
import { PluginPackageRepository } from '@marcador/persistence/plugins/plugin-package.repository.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import { SecretBox } from '@marcador/platform/secret-box.js';
import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import type { BuiltInPlugin } from '@marcador/plugin-host/packages/plugin-loader.js';
import { PluginHostModule } from '@marcador/plugin-host/plugin-host.module.js';
import type { PortPool } from '@marcador/telephony/dialer-port.js';
import type { MediaWorkerState } from '@marcador/telephony/media/media-worker-state.js';
import type { RefusedMessages } from '@marcador/telephony/sip/admission/refused-messages.js';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { join } from 'node:path';
import { AuthModule } from './auth/auth.module.js';
import { CallRecordsModule } from './call-records/call-records.module.js';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import type { Configuration } from './configuration.schema.js';
import { GroupsModule } from './groups/groups.module.js';
import { ErrorFilter } from './http/error.filter.js';
import { NulPipe, validation } from './http/validation.js';
import { InstancesModule } from './instances/instances.module.js';
import { LeadsModule } from './leads/leads.module.js';
import { LiveModule } from './live/live.module.js';
import { StoredInstances } from './instances/stored-instances.js';
import { PluginsModule } from './plugins/plugins.module.js';
import { storedPackages } from './plugins/stored-packages.js';
import { RecordingsModule } from './recordings/recordings.module.js';
import { SystemModule } from './system/system.module.js';
import { CLOCK, CONFIGURATION, LOG, MEDIA_WORKERS, PORTS, REFUSED_MESSAGES } from './tokens.js';
import { UsersModule } from './users/users.module.js';

/** What is made before Nest starts. */
export interface ServiceParts {
  readonly configuration: Configuration;
  readonly databaseUrl: string;
  readonly plugins: readonly BuiltInPlugin[];
  readonly secretBox: SecretBox;
  readonly ports: PortPool;
  readonly refusedMessages: () => RefusedMessages;
  readonly mediaWorkers: () => readonly MediaWorkerState[];
  /** How long a package is watched after its import, before it is imported where the calls are. */
  readonly pluginSettleMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

@Global()
@Module({})
class PartsModule {
  static of(parts: ServiceParts): DynamicModule {
    const { configuration, clock, log, ports, refusedMessages, mediaWorkers, secretBox } = parts;
    const providers = [
      { provide: CONFIGURATION, useValue: configuration },
      { provide: CLOCK, useValue: clock },
      { provide: LOG, useValue: log },
      { provide: PORTS, useValue: ports },
      { provide: REFUSED_MESSAGES, useValue: refusedMessages },
      { provide: MEDIA_WORKERS, useValue: mediaWorkers },
      { provide: SecretBox, useValue: secretBox },
    ];
    return { module: PartsModule, providers, exports: providers };
  }
}

/** What serves people. */
const API = [
  CallRecordsModule,
  CampaignsModule,
  GroupsModule,
  InstancesModule,
  LeadsModule,
  LiveModule,
  PluginsModule,
  RecordingsModule,
  UsersModule,
];

/** The whole service. */
@Module({})
export class AppModule {
  static of(parts: ServiceParts): DynamicModule {
    const { configuration, databaseUrl, plugins, pluginSettleMs, ports, clock, log } = parts;
    return {
      module: AppModule,
      imports: [
        PartsModule.of(parts),
        PersistenceModule.forRoot({ url: databaseUrl }, () => ({
          folder: join(configuration.dataDir, 'number-lists'),
          onTrouble: (err) =>
            log.warn({ err }, 'The snapshot of a list of numbers could not be used or written'),
        })),
        PluginHostModule.forRoot({
          plugins,
          inject: [PluginInstanceRepository, ExtensionRegistry, InstanceNumbers, PluginPackageRepository],
          useFactory: (
            instances: PluginInstanceRepository,
            registry: ExtensionRegistry,
            numbers: InstanceNumbers,
            packages: PluginPackageRepository,
          ) => ({
            store: new StoredInstances(instances, registry, parts.secretBox),
            numberSets: { forInstance: (instanceId) => numbers.of(instanceId) },
            packages: storedPackages(packages),
            packagesFolder: join(configuration.dataDir, 'installed-plugins'),
            settleMs: pluginSettleMs,
            clock,
            log,
          }),
        }),
        DialingModule.forRoot({
          inject: [],
          useFactory: () => {
            const { nodeName, dialing } = configuration;
            return { settings: { nodeName, ...dialing }, ports, clock, log };
          },
        }),
        AuthModule,
        SystemModule,
        ...API,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_PIPE, useClass: NulPipe },
        { provide: APP_PIPE, useFactory: validation },
      ],
    };
  }
}
