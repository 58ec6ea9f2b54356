import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { AmdExplanations } from './call-records/amd-explanations.js';
import { CallRecordRepository } from './call-records/call-record.repository.js';
import { DetectionCounts } from './call-records/detection-counts.js';
import { RecentCallsReader } from './call-records/recent-calls.js';
import { CampaignList } from './campaigns/campaign-list.js';
import { CampaignRepository } from './campaigns/campaign.repository.js';
import { ScheduleEntryRepository } from './campaigns/schedule-entry.repository.js';
import { dataSourceOptions, prepare, type DatabaseOptions } from './data-source.js';
import { LeadClaims } from './leads/lead-claims.js';
import { LeadImport } from './leads/lead-import.js';
import { LeadRepository } from './leads/lead.repository.js';
import { UploadReportRepository } from './leads/upload-report.repository.js';
import { ListAgeRules } from './number-lists/list-age-rules.js';
import type { SnapshotOptions } from './number-lists/list-snapshot.js';
import { InstanceNumbers, NUMBER_SNAPSHOTS } from './plugins/instance-numbers.js';
import { PluginInstanceRepository } from './plugins/plugin-instance.repository.js';
import { PluginPackageRepository } from './plugins/plugin-package.repository.js';
import { RecordingRepository } from './recordings/recording.repository.js';
import { UploadPlaces } from './upload-places.js';
import { GroupRepository } from './users/group.repository.js';
import { SessionRepository } from './users/session.repository.js';
import { UserRepository } from './users/user.repository.js';

const PROVIDERS = [
  AmdExplanations,
  CallRecordRepository,
  CampaignList,
  CampaignRepository,
  DetectionCounts,
  GroupRepository,
  InstanceNumbers,
  LeadClaims,
  LeadImport,
  LeadRepository,
  ListAgeRules,
  PluginInstanceRepository,
  PluginPackageRepository,
  RecentCallsReader,
  RecordingRepository,
  ScheduleEntryRepository,
  SessionRepository,
  UploadPlaces,
  UploadReportRepository,
  UserRepository,
];

/** The database for a Nest application. */
@Module({})
export class PersistenceModule {
  /**
   * Connects when the application starts and brings the schema up to date; the connection ends with the application.
   * `snapshots` says where lists of numbers are kept beside it.
   * A start without a usable database fails with a `DatabaseError`, without further attempts.
   */
  static forRoot(options: DatabaseOptions, snapshots?: () => SnapshotOptions): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...dataSourceOptions(options), toRetry: () => false }),
          dataSourceFactory: (given) => prepare(new DataSource(given as DataSourceOptions), options.url),
        }),
      ],
      providers: [...PROVIDERS, { provide: NUMBER_SNAPSHOTS, useFactory: snapshots ?? (() => undefined) }],
      exports: PROVIDERS,
    };
  }
}
