import { randomUUID } from 'node:crypto';
import type { Role } from '@marcador/domain/permissions.js';
import { writeWav } from '@marcador/telephony/wav/write-wav.js';
import type { ApiClient } from './api-client.js';
import type { RoleWorld, Side } from './role-world.js';

/** A request of an operation, for what is really there. */
export interface RoleRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: object;
  readonly csv?: string;
  readonly gzip?: string;
  readonly wav?: string;
  /** Who asks in place of the usual caller: the request ends the session. */
  readonly as?: ApiClient;
}

/** Which status answers who asks: for an object of the own groups and of others, or the same for both. */
type Cell = number | readonly [own: number, foreign: number];

/** What an operation answers to whom. */
export interface Row {
  readonly nobody: number;
  readonly roles: Readonly<Record<Role, Cell>>;
  readonly request: RequestOf;
}

type RequestOf = (side: Side, world: RoleWorld, role: Role | undefined) => RoleRequest | Promise<RoleRequest>;

const nothing: RequestOf = () => ({});

const row = (
  [MASTER, MANAGER, CAMPAIGN_ADMINISTRATOR, CAMPAIGN_SUPERVISOR]: readonly [Cell, Cell, Cell, Cell],
  request: RequestOf = nothing,
  nobody = 401,
): Row => ({ nobody, roles: { MASTER, MANAGER, CAMPAIGN_ADMINISTRATOR, CAMPAIGN_SUPERVISOR }, request });

/** A campaign that is not changed. */
const seen: RequestOf = ({ campaignId: id }) => ({ path: { id } });
/** A campaign of its own. */
const changed =
  (body?: object): RequestOf =>
  async (side) => ({ path: { id: await side.campaign() }, ...(body && { body }) });
const user =
  (body?: object): RequestOf =>
  async (side) => ({ path: { id: await side.user() }, ...(body && { body }) });
const embedded: RequestOf = (_, { embeddedDncId: id }) => ({ path: { id } });
const target: RequestOf = ({ targetId: id }) => ({ path: { id } });
const instance =
  (type: string, config: object): RequestOf =>
  (_, { unique }) => ({ body: { name: unique(), type, config } });
/** An instance that the Master has made for the request alone. */
const ownInstance =
  (path: string, type: string, config: object, changes?: { readonly name: true }): RequestOf =>
  async (_, { api, unique }) => {
    const made = await api.master.post(`/api/v1/${path}`, { name: unique(), type, config });
    const { id, version } = made.body as Entry;
    return { path: { id }, ...(changes && { body: { version, name: unique() } }) };
  };
const plugin: RequestOf = (_, { pluginId: id }) => ({ path: { id } });
/** A recording of its own. */
const recording: RequestOf = async ({ groupId, administrator }, { unique }) => {
  const { body } = await administrator.send(
    'POST',
    `/api/v1/recordings?name=${unique()}&groupId=${groupId}`,
    {
      body: writeWav(new Int16Array(800).fill(5000)),
      headers: { 'content-type': 'audio/wav' },
    },
  );
  return { path: { id: (body as Entry).id } };
};
const DNC_CONFIG = { baseUrl: 'https://dnc.example/' };

interface Entry {
  readonly id: string;
  readonly version: number;
}

/** The last day of a campaign of its own. */
const lastDay =
  (bodyOf?: (entry: Entry) => object): RequestOf =>
  async (side, { api }) => {
    const id = await side.campaign();
    const entries = (await api.master.get(`/api/v1/campaigns/${id}/schedule`)).body as Entry[];
    const entry = entries.at(-1) as Entry;
    return { path: { id, entryId: entry.id }, ...(bodyOf && { body: bodyOf(entry) }) };
  };

/**
 * Who may do what, by the product's description (§2), a second time: for every operation of the API the status that
 * answers a Master, a Manager, a Campaign Administrator and a Campaign Supervisor, in this order.
 */
export const ROLE_TABLE: Readonly<Record<string, Row>> = {
  // Sessions
  logIn: row(
    [200, 200, 200, 200],
    async (side, _, role) => ({
      body: { userName: 'master', password: 'second-password' },
      ...(role && { as: await side.login(role) }),
    }),
    200,
  ),
  getSession: row([200, 200, 200, 200]),
  logOut: row([204, 204, 204, 204], async (side, _, role) => (role ? { as: await side.login(role) } : {})),
  changeOwnPassword: row([204, 204, 204, 204], async (side, _, role) => ({
    body: { currentPassword: 'password-of-user', newPassword: 'another-password' },
    ...(role && { as: await side.login(role) }),
  })),

  // The service
  getLiveness: row([200, 200, 200, 200], nothing, 200),
  getReadiness: row([200, 200, 200, 200], nothing, 200),
  // It asks for the token of the configuration, which no session has.
  getMetrics: row([401, 401, 401, 401], nothing, 401),
  getSystem: row([200, 403, 403, 403]),
  getSystemHealth: row([200, 403, 403, 403]),
  downloadLogs: row([200, 403, 403, 403]),

  // Plugins
  listPlugins: row([200, 403, 403, 403]),
  installPlugin: row([422, 403, 403, 403], () => ({ gzip: 'no package' })),
  rollBackPlugin: row([409, 403, 403, 403], plugin),
  enablePlugin: row([200, 403, 403, 403], plugin),
  disablePlugin: row([200, 403, 403, 403], plugin),
  removePlugin: row([404, 403, 403, 403], () => ({ path: { id: randomUUID() } })),

  // Users
  listUsers: row([200, 200, 403, 403]),
  createUser: row([201, [201, 403], 403, 403], (side, { unique }) => ({
    body: {
      userName: unique(),
      password: 'password-of-user',
      role: 'CAMPAIGN_ADMINISTRATOR',
      groupIds: [side.groupId],
    },
  })),
  getUser: row([200, [200, 404], 403, 403], user()),
  updateUser: row([200, [200, 404], 403, 403], user({ version: 1, firstName: 'New' })),
  removeUser: row([204, [204, 404], 403, 403], user()),
  resetPassword: row([204, 403, 403, 403], user({ password: 'another-password' })),

  // Dialer groups
  listGroups: row([200, 200, 403, 403]),
  createGroup: row([201, 403, 403, 403], (_, { unique }) => ({ body: { name: unique() } })),
  getGroup: row([200, [200, 404], 403, 403], ({ groupId: id }) => ({ path: { id } })),
  updateGroup: row([200, 403, 403, 403], async ({ spareGroupId: id }, { api }) => {
    const { version } = (await api.master.get(`/api/v1/groups/${id}`)).body as Entry;
    return { path: { id }, body: { version, description: 'new' } };
  }),
  enableGroup: row([200, [200, 404], 403, 403], ({ spareGroupId: id }) => ({ path: { id } })),
  disableGroup: row([200, [200, 404], 403, 403], ({ spareGroupId: id }) => ({ path: { id } })),

  // Campaigns
  listCampaigns: row([200, 403, 200, 200]),
  createCampaign: row([403, 403, [201, 422], 403], (side) => ({ body: side.values() })),
  getCampaign: row([200, 403, [200, 404], [200, 404]], seen),
  updateCampaign: row([403, 403, [200, 404], 403], changed({ version: 1, description: 'new' })),
  removeCampaign: row([403, 403, [204, 404], 403], changed()),
  startCampaign: row([403, 403, [200, 404], 403], changed()),
  stopCampaign: row([403, 403, [200, 404], 403], changed()),
  getCampaignSummary: row([200, 403, [200, 404], [200, 404]], seen),
  getCampaignDetection: row([200, 403, [200, 404], [200, 404]], seen),
  getProgress: row([200, 403, [200, 404], [200, 404]], seen),
  watchCampaign: row([200, 403, [200, 404], [200, 404]], seen),
  watchCampaigns: row([200, 403, 200, 200]),

  // Schedules
  getSchedule: row([200, 403, [200, 404], [200, 404]], seen),
  addScheduleEntry: row(
    [403, 403, [201, 404], 403],
    changed({ date: '2026-12-05', startTime: '08:00', endTime: '12:00' }),
  ),
  updateSchedule: row(
    [403, 403, [200, 404], 403],
    changed({ version: 1, startTime: '09:00', endTime: '17:00' }),
  ),
  updateScheduleEntry: row(
    [403, 403, [200, 404], 403],
    lastDay(({ version }) => ({ version, startTime: '09:00', endTime: '17:00' })),
  ),
  removeScheduleEntry: row([403, 403, [204, 404], 403], lastDay()),

  // Leads and call records
  listLeads: row([200, 403, [200, 404], 403], seen),
  uploadLeads: row([403, 403, [200, 404], 403], async (side) => ({
    path: { id: await side.campaign() },
    csv: 'Ana,554183015031',
  })),
  updateLead: row([403, 403, [200, 404], 403], async (side, { api }) => {
    const id = await side.campaign();
    await side.administrator.csv(`/api/v1/campaigns/${id}/leads`, 'Ana,554183015031');
    const { body } = await api.master.get(`/api/v1/campaigns/${id}/leads`);
    const [lead] = (body as { items: Entry[] }).items;
    return { path: { id, leadId: lead?.id ?? '' }, body: { version: lead?.version, name: 'Bia' } };
  }),
  getLeadUpload: row([200, 403, [200, 404], 403], seen),
  downloadUploadRows: row([200, 403, [200, 404], 403], async (side) => {
    const id = await side.campaign();
    await side.administrator.csv(`/api/v1/campaigns/${id}/leads`, 'Ana,554183015031');
    return { path: { id } };
  }),
  listCallRecords: row([200, 403, 200, 403]),
  exportCallRecords: row([200, 403, 200, 403]),
  listRecordedCampaigns: row([200, 403, 200, 403]),
  getAmdExplanation: row([200, 403, [200, 404], 403], ({ callRecordId: id }) => ({ path: { id } })),

  // Recorded messages
  listRecordings: row([200, 403, 200, 403]),
  uploadRecording: row([403, 403, [400, 422], 403], ({ groupId }) => ({
    query: `?name=Message&groupId=${groupId}`,
    wav: 'no recording',
  })),
  getRecordingAudio: row([200, 403, [200, 404], 403], recording),
  removeRecording: row([403, 403, [204, 404], 403], recording),

  // Do-not-call services, dial targets and other extensions
  listDncServices: row([200, 403, 200, 403]),
  createDncService: row([201, 403, 403, 403], instance('test-dnc', DNC_CONFIG)),
  testDncService: row([200, 403, 403, 403], () => ({ body: { type: 'test-dnc', config: DNC_CONFIG } })),
  getDncService: row([200, 403, 200, 403], embedded),
  updateDncService: row(
    [200, 403, 403, 403],
    ownInstance('dnc-services', 'test-dnc', DNC_CONFIG, { name: true }),
  ),
  removeDncService: row([204, 403, 403, 403], ownInstance('dnc-services', 'test-dnc', DNC_CONFIG)),
  lookUpNumber: row([200, 403, 403, 403], (_, { embeddedDncId: id }) => ({
    path: { id },
    query: '?number=554181021119',
  })),
  getDncServiceHealth: row([200, 403, 200, 403], embedded),
  countNumbers: row([200, 403, 403, 403], embedded),
  uploadNumbers: row([200, 403, 403, 403], (_, { embeddedDncId: id }) => ({
    path: { id },
    query: '?mode=add&region=BR',
    csv: '554181021119',
  })),
  getListAge: row([200, 403, 200, 403], embedded),
  setListAge: row([200, 403, 403, 403], (_, { embeddedDncId: id }) => ({
    path: { id },
    body: { oldestDays: 31, onOldList: 'warn' },
  })),
  getNumberUpload: row([200, 403, 403, 403], embedded),
  downloadNumberUploadRows: row([200, 403, 403, 403], embedded),
  goOnWithNumberUpload: row([409, 403, 403, 403], (_, { embeddedDncId: id }) => ({
    path: { id },
    query: `?from=0&digest=${'5f'.repeat(32)}`,
    csv: '554181021119',
  })),
  giveUpNumberUpload: row([409, 403, 403, 403], embedded),
  askDoNotCall: row([200, 200, 200, 200], () => ({ body: { number: '554181021119' } }), 200),
  listDialTargets: row([200, 403, 200, 403]),
  createDialTarget: row([201, 403, 403, 403], instance('test-target', {})),
  testDialTarget: row([200, 403, 403, 403], () => ({ body: { type: 'test-target', config: {} } })),
  getDialTarget: row([200, 403, 200, 403], target),
  updateDialTarget: row([200, 403, 403, 403], ownInstance('dial-targets', 'test-target', {}, { name: true })),
  removeDialTarget: row([204, 403, 403, 403], ownInstance('dial-targets', 'test-target', {})),
  listQueues: row([200, 403, 200, 403], target),
  listQueueAgents: row([200, 403, 200, 403], ({ targetId: id }) => ({ path: { id, queueId: 'sales' } })),
  getDialTargetHealth: row([200, 403, 200, 403], target),
  listExtensions: row([200, 403, 200, 403]),
  listAmdDetectors: row([200, 403, 200, 403]),
  listPacingStrategies: row([200, 403, 200, 403]),
  createAmdDetector: row([201, 403, 403, 403], instance('amd-cadence', {})),
  testAmdDetector: row([200, 403, 403, 403], () => ({ body: { type: 'amd-cadence', config: {} } })),
  getAmdDetector: row([200, 403, 200, 403], ownInstance('amd-detectors', 'amd-cadence', {})),
  updateAmdDetector: row(
    [200, 403, 403, 403],
    ownInstance('amd-detectors', 'amd-cadence', {}, { name: true }),
  ),
  removeAmdDetector: row([204, 403, 403, 403], ownInstance('amd-detectors', 'amd-cadence', {})),
  getAmdDetectorHealth: row([200, 403, 200, 403], ownInstance('amd-detectors', 'amd-cadence', {})),
  createPacingStrategy: row([201, 403, 403, 403], instance('pacing-progressive', {})),
  testPacingStrategy: row([200, 403, 403, 403], () => ({ body: { type: 'pacing-progressive', config: {} } })),
  getPacingStrategy: row([200, 403, 200, 403], ownInstance('pacing-strategies', 'pacing-progressive', {})),
  updatePacingStrategy: row(
    [200, 403, 403, 403],
    ownInstance('pacing-strategies', 'pacing-progressive', {}, { name: true }),
  ),
  removePacingStrategy: row([204, 403, 403, 403], ownInstance('pacing-strategies', 'pacing-progressive', {})),
  getPacingStrategyHealth: row(
    [200, 403, 200, 403],
    ownInstance('pacing-strategies', 'pacing-progressive', {}),
  ),
};
