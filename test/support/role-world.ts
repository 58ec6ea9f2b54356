import { openDataSource } from '@marcador/persistence/data-source.js';
import type { Role } from '@marcador/domain/permissions.js';
import type { ApiClient } from './api-client.js';
import { campaignDesk, type CampaignDesk } from './campaign-api.js';
import { packPlugin } from './pack-plugin.js';
import type { TestService } from './test-service.js';

/** Stands in every name of the foreign side: who is not of it must not be told such a name. */
export const FOREIGN = 'of-others';

/** Dialer groups with what belongs to them. */
export interface Side extends Omit<CampaignDesk, 'campaign'> {
  /** A second group of the same users, which may be changed and disabled. */
  readonly spareGroupId: string;
  /** Makes a stopped campaign. @returns its id */
  campaign(): Promise<string>;
  /** A campaign with a lead, which is not to be changed. */
  readonly campaignId: string;
  /** Of a call of this campaign. */
  readonly callRecordId: string;
  /** Makes a Campaign Supervisor of the group. @returns its id */
  user(): Promise<string>;
  /** A user with this role in both groups, logged in anew. */
  login(role: Role): Promise<ApiClient>;
}

/** Two sides that have nothing in common, and somebody of each role on the first one. */
export interface RoleWorld {
  readonly api: TestService;
  readonly own: Side;
  readonly foreign: Side;
  readonly callers: Readonly<Record<Role, ApiClient>>;
  readonly embeddedDncId: string;
  /** Of a plugin that was installed. */
  readonly pluginId: string;
  /** A text that was not used before. */
  readonly unique: () => string;
}

export async function roleWorld(api: TestService): Promise<RoleWorld> {
  let made = 0;
  const unique = () => `unique-${++made}`;
  const own = await side(api, () => `own ${unique()}`);
  const foreign = await side(api, () => `${FOREIGN} ${unique()}`);
  const callers = {
    MASTER: api.master,
    MANAGER: await own.login('MANAGER'),
    CAMPAIGN_ADMINISTRATOR: await own.login('CAMPAIGN_ADMINISTRATOR'),
    CAMPAIGN_SUPERVISOR: await own.login('CAMPAIGN_SUPERVISOR'),
  };
  const services = (await api.master.get('/api/v1/dnc-services')).body as { id: string; builtIn: boolean }[];
  const embeddedDncId = services.find(({ builtIn }) => builtIn)?.id ?? '';
  const installed = await api.master.send('POST', '/api/v1/plugins', {
    body: await packPlugin(),
    headers: { 'content-type': 'application/gzip' },
  });
  const { id: pluginId } = installed.body as { id: string };
  return { api, own, foreign, callers, embeddedDncId, pluginId, unique };
}

async function side(api: TestService, name: () => string): Promise<Side> {
  const desk = await campaignDesk(api, name());

  const spareGroupId = await api.group(name());
  const campaign = () => desk.campaign({ name: name(), description: name() });
  const campaignId = await campaign();
  await desk.administrator.csv(`/api/v1/campaigns/${campaignId}/leads`, `${name()},554183015031`);
  const callRecordId = await callRecord(api, campaignId, desk.groupId);
  const groupIds = [desk.groupId, spareGroupId];
  const user = async () => {
    const values = { userName: name(), password: 'password-of-user', role: 'CAMPAIGN_SUPERVISOR' };
    const { body } = await api.master.post('/api/v1/users', { ...values, groupIds: [desk.groupId] });
    return (body as { id: string }).id;
  };
  return {
    ...desk,
    spareGroupId,
    campaign,
    campaignId,
    callRecordId,
    user,
    login: (role) => api.user(role, groupIds),
  };
}

async function callRecord(
  { databaseUrl }: TestService,
  campaignId: string,
  groupId: string,
): Promise<string> {
  const database = await openDataSource({ url: databaseUrl });
  const [record] = await database.query<{ id: string }[]>(
    `INSERT INTO call_record (campaign_id, campaign_name, group_id, lead_id, lead_name, phone, attempt, node,
       claimed_at, ended_at, result)
     VALUES ($1, '', $2, 1, '', '554183015031', 1, 'n', now(), now(), 'AMD') RETURNING id`,
    [campaignId, groupId],
  );
  await database.destroy();
  return record?.id ?? '';
}
