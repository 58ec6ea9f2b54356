import { HINDRANCE_KINDS } from '@marcador/dialing/hindrances.js';
import { ANSWERERS, MACHINE_KINDS, UNDECIDED_MEANINGS } from '@marcador/domain/answering-machine.js';
import { LEAD_STATUSES, SUB_REASONS } from '@marcador/domain/lead-status.js';
import { PERMISSIONS, ROLES } from '@marcador/domain/permissions.js';
import { SCHEDULE_ENTRY_STATES } from '@marcador/domain/schedule.js';
import { LANGUAGES, MESSAGE_CODES } from '@marcador/messages/message.js';
import { EXTENSION_KINDS } from '../instances/extension-kinds.js';
import { NUMBER_FILE_FORMATS } from '../csv/number-file-reader.js';
import { ERROR_CODES } from './error-codes.js';

/** A few words of which a value is one, with the name of their type in the OpenAPI document and in its clients. */
export interface NamedEnum {
  readonly enum: readonly string[];
  readonly enumName: string;
}

const named = (enumName: string, values: readonly string[]): NamedEnum => ({ enum: values, enumName });

export const ERROR_CODE = named('ErrorCode', ERROR_CODES);
export const MESSAGE_CODE = named('MessageCode', MESSAGE_CODES);
export const LANGUAGE = named('Language', LANGUAGES);
export const SORT_ORDER = named('SortOrder', ['asc', 'desc']);
export const ROLE = named('Role', ROLES);
export const ACTION = named('Action', Object.keys(PERMISSIONS));
export const LEAD_STATUS = named('LeadStatus', LEAD_STATUSES);
export const SUB_REASON = named('SubReason', SUB_REASONS);
export const ANSWERER = named('Answerer', ANSWERERS);
export const MACHINE_KIND = named('MachineKind', MACHINE_KINDS);
export const UNDECIDED_MEANS = named('UndecidedMeans', UNDECIDED_MEANINGS);
export const SCHEDULE_ENTRY_STATE = named('ScheduleEntryState', SCHEDULE_ENTRY_STATES);
export const CAMPAIGN_STATE = named('CampaignState', ['STARTED', 'STOPPED']);
export const EXTENSION_KIND = named('ExtensionKind', EXTENSION_KINDS);
export const DNC_VERDICT = named('DncVerdict', ['CLEAR', 'LISTED']);
export const HINDRANCE_KIND = named('HindranceKind', HINDRANCE_KINDS);
export const UPLOAD_MODE = named('UploadMode', ['add', 'replace', 'change']);
export const ON_OLD_LIST = named('OnOldList', ['warn', 'stop']);
export const NUMBER_FILE_FORMAT = named('NumberFileFormat', NUMBER_FILE_FORMATS);
export const NUMBER_UPLOAD_STATE = named('NumberUploadState', [
  'none',
  'receiving',
  'storing',
  'interrupted',
  'done',
]);
export const REGISTRATION_STATE = named('RegistrationState', ['registered', 'registering', 'failed']);
export const BREAKER_STATE = named('BreakerState', ['closed', 'open', 'half-open']);
export const READINESS = named('Readiness', ['ready', 'stopping', 'database-unreachable']);
export const LEAD_UPLOAD_STATE = named('LeadUploadState', ['none', 'reading', 'storing', 'done']);
export const AGENT_STATE = named('AgentState', ['free', 'talking', 'wrapUp', 'unavailable', 'unknown']);
export const SIP_TRANSPORT = named('SipTransport', ['udp', 'tcp', 'tls']);
export const HOLD_REASON = named('HoldReason', ['unreachable', 'no-answer', 'overloaded']);
export const PLUGIN_STATE = named('PluginState', ['loaded', 'disabled', 'refused', 'missing']);
