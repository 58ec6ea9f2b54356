import { RecentCallsReader } from '@marcador/persistence/call-records/recent-calls.js';
import { CampaignRepository } from '@marcador/persistence/campaigns/campaign.repository.js';
import { ScheduleEntryRepository } from '@marcador/persistence/campaigns/schedule-entry.repository.js';
import { LeadClaims } from '@marcador/persistence/leads/lead-claims.js';
import { LeadRepository } from '@marcador/persistence/leads/lead.repository.js';
import { ListAgeRules } from '@marcador/persistence/number-lists/list-age-rules.js';
import { GroupRepository } from '@marcador/persistence/users/group.repository.js';
import { RecordingRepository } from '@marcador/persistence/recordings/recording.repository.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import type { PortPool } from '@marcador/telephony/dialer-port.js';
import { sharedSamples } from '@marcador/telephony/wav/write-wav.js';
import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { CampaignControl } from './campaign-control.js';
import { campaignSettings } from './campaign-settings.js';
import { CrashRecovery } from './crash-recovery.js';
import { Dialer } from './dialer.js';
import type { DialingSettings } from './dialing-settings.js';
import { EngineLifecycle } from './engine-lifecycle.js';
import { ListAges } from './list-ages.js';
import { LiveProgress } from './live-progress.js';
import { RecordedMessages } from './recorded-messages.js';
import { OutcomeBook } from './outcome-book.js';

/** What the application gives to the engine. */
export interface DialingOptions {
  readonly settings: DialingSettings;
  readonly ports: PortPool;
  readonly clock: Clock;
  readonly log: Log;
}

const OPTIONS = Symbol('DialingOptions');

/**
 * The engine: provides {@link Dialer}, {@link CampaignControl}, {@link ListAges} and {@link LiveProgress}. Needs the persistence and the
 * plugin host modules, which are global. When the application has started it settles what a crash left and takes up the
 * started campaigns; `Dialer.drain` is the application's to call before it closes.
 */
@Module({})
export class DialingModule {
  static forRoot(options: {
    inject: NonNullable<FactoryProvider['inject']>;
    useFactory: (...injected: never[]) => DialingOptions | Promise<DialingOptions>;
  }): DynamicModule {
    return {
      module: DialingModule,
      global: true,
      imports: [ScheduleModule.forRoot()],
      providers: [
        { provide: OPTIONS, inject: options.inject, useFactory: options.useFactory },
        {
          provide: OutcomeBook,
          inject: [OPTIONS, LeadClaims],
          useFactory: ({ settings, clock, log }: DialingOptions, claims: LeadClaims) =>
            new OutcomeBook(claims, settings.nodeName, clock, log),
        },
        {
          provide: ListAges,
          inject: [ListAgeRules, PluginInstances, OPTIONS],
          useFactory: (rules: ListAgeRules, plugins: PluginInstances, { clock, log }: DialingOptions) =>
            new ListAges(
              {
                ruleOf: (instanceId) => rules.of(instanceId),
                dateOf: (instanceId) => plugins.dnc(instanceId).listDate(),
                name: (instanceId) => plugins.name(instanceId) ?? instanceId,
              },
              clock,
              log,
            ),
        },
        {
          provide: Dialer,
          inject: [
            ...[OPTIONS, PluginInstances, ListAges, OutcomeBook],
            ...[ScheduleEntryRepository, LeadClaims, RecordingRepository],
          ],
          useFactory: (
            given: DialingOptions,
            plugins: PluginInstances,
            lists: ListAges,
            book: OutcomeBook,
            entries: ScheduleEntryRepository,
            claims: LeadClaims,
            recordings: RecordingRepository,
          ) => {
            const messages = new RecordedMessages(async (id) => sharedSamples(await recordings.samples(id)));
            return new Dialer({
              ...given,
              recording: (id) => messages.of(id),
              plugins,
              lists,
              book,
              entries,
              hasUnfinishedLeads: (campaignId) => claims.hasUnfinished(campaignId),
              waitingNumber: (campaignId, except) => claims.waitingNumber(campaignId, except),
            });
          },
        },
        {
          provide: CampaignControl,
          inject: [CampaignRepository, ScheduleEntryRepository, GroupRepository, Dialer, ListAges, OPTIONS],
          useFactory: (
            campaigns: CampaignRepository,
            entries: ScheduleEntryRepository,
            groups: GroupRepository,
            dialer: Dialer,
            lists: ListAges,
            { settings, clock }: DialingOptions,
          ) => new CampaignControl(campaigns, entries, groups, dialer, lists, clock, settings.retryMinuteMs),
        },
        {
          provide: LiveProgress,
          inject: [Dialer, CampaignControl, ListAges, LeadRepository, LeadClaims, RecentCallsReader, OPTIONS],
          useFactory: (
            dialer: Dialer,
            control: CampaignControl,
            lists: ListAges,
            leads: LeadRepository,
            claims: LeadClaims,
            calls: RecentCallsReader,
            { clock }: DialingOptions,
          ) => new LiveProgress(dialer, control, lists, leads, claims, calls, clock),
        },
        {
          provide: CrashRecovery,
          inject: [Dialer, LeadClaims, CampaignRepository, OPTIONS],
          useFactory: (
            dialer: Dialer,
            claims: LeadClaims,
            campaigns: CampaignRepository,
            { settings, clock, log }: DialingOptions,
          ) =>
            new CrashRecovery({
              claims,
              clock,
              log,
              abandonedCallMs: settings.abandonedCallMs,
              settingsOf: async (id) => campaignSettings(await campaigns.get(id), settings.retryMinuteMs),
              onSettled: (id, next) => void dialer.leadSettled(id, next),
            }),
        },
        {
          provide: EngineLifecycle,
          inject: [Dialer, CampaignControl, CrashRecovery, ListAges],
          useFactory: (dialer: Dialer, control: CampaignControl, recovery: CrashRecovery, lists: ListAges) =>
            new EngineLifecycle(dialer, control, recovery, lists),
        },
      ],
      exports: [Dialer, CampaignControl, ListAges, LiveProgress],
    };
  }
}
