import { InitialSchema1795337316812 } from './1795337316812-initial-schema.js';
import { BeyondTheEntities1795337316813 } from './1795337316813-beyond-the-entities.js';
import { ClaimToken1795343014083 } from './1795343014083-claim-token.js';
import { ScheduleEntryVersion1795346302422 } from './1795346302422-schedule-entry-version.js';
import { LeadLists1795346900676 } from './1795346900676-lead-lists.js';
import { NamesWhateverTheCase1795347198310 } from './1795347198310-names-whatever-the-case.js';
import { LeadUploads1795347918116 } from './1795347918116-lead-uploads.js';
import { CallRecordLists1795348682638 } from './1795348682638-call-record-lists.js';
import { UploadRowMessages1795358165970 } from './1795358165970-upload-row-messages.js';
import { CallerId1795361453648 } from './1795361453648-caller-id.js';
import { AudioFigures1795369331914 } from './1795369331914-audio-figures.js';
import { CampaignCompany1795372000000 } from './1795372000000-campaign-company.js';
import { NumberLists1795372373468 } from './1795372373468-number-lists.js';
import { PluginPackages1795372502646 } from './1795372502646-plugin-packages.js';
import { CampaignDncServices1795380000000 } from './1795380000000-campaign-dnc-services.js';
import { ListAgeRule1795381000000 } from './1795381000000-list-age-rule.js';
import { NumberUploadDigest1795392000000 } from './1795392000000-number-upload-digest.js';
import { AmdVerdicts1795393203503 } from './1795393203503-amd-verdicts.js';
import { Recordings1795394000000 } from './1795394000000-recordings.js';
import { PluginPreviousVersion1795395600000 } from './1795395600000-plugin-previous-version.js';
import { DetectionCounts1795404000000 } from './1795404000000-detection-counts.js';
import { UndecidedCalls1795407600000 } from './1795407600000-undecided-calls.js';
import { KeepAnswers1795411200000 } from './1795411200000-keep-answers.js';

/** All migrations, oldest first. */
export const MIGRATIONS = [
  InitialSchema1795337316812,
  BeyondTheEntities1795337316813,
  ClaimToken1795343014083,
  ScheduleEntryVersion1795346302422,
  LeadLists1795346900676,
  NamesWhateverTheCase1795347198310,
  LeadUploads1795347918116,
  CallRecordLists1795348682638,
  UploadRowMessages1795358165970,
  CallerId1795361453648,
  AudioFigures1795369331914,
  CampaignCompany1795372000000,
  NumberLists1795372373468,
  PluginPackages1795372502646,
  CampaignDncServices1795380000000,
  ListAgeRule1795381000000,
  NumberUploadDigest1795392000000,
  AmdVerdicts1795393203503,
  Recordings1795394000000,
  PluginPreviousVersion1795395600000,
  DetectionCounts1795404000000,
  UndecidedCalls1795407600000,
  KeepAnswers1795411200000,
];
