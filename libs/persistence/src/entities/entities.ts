import { StoredAmdExplanation } from './amd-explanation.entity.js';
import { CallRecord } from './call-record.entity.js';
import { Campaign } from './campaign.entity.js';
import { Claim } from './claim.entity.js';
import { Group } from './group.entity.js';
import { LeadUploadRow } from './lead-upload-row.entity.js';
import { LeadUpload } from './lead-upload.entity.js';
import { Lead } from './lead.entity.js';
import { StoredListAgeRule } from './list-age-rule.entity.js';
import { NumberBlock } from './number-block.entity.js';
import { NumberList } from './number-list.entity.js';
import { NumberUploadRow } from './number-upload-row.entity.js';
import { NumberUpload } from './number-upload.entity.js';
import { PluginInstance } from './plugin-instance.entity.js';
import { PluginPackage } from './plugin-package.entity.js';
import { Recording } from './recording.entity.js';
import { RemovedCampaign } from './removed-campaign.entity.js';
import { ScheduleEntry } from './schedule-entry.entity.js';
import { Session } from './session.entity.js';
import { UserGroup } from './user-group.entity.js';
import { User } from './user.entity.js';

/** All tables. */
export const ENTITIES = [
  StoredAmdExplanation,
  CallRecord,
  Campaign,
  Claim,
  Group,
  Lead,
  LeadUpload,
  LeadUploadRow,
  StoredListAgeRule,
  NumberBlock,
  NumberList,
  NumberUpload,
  NumberUploadRow,
  PluginInstance,
  PluginPackage,
  Recording,
  RemovedCampaign,
  ScheduleEntry,
  Session,
  User,
  UserGroup,
];
