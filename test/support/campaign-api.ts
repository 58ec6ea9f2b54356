import type { ApiClient } from './api-client.js';
import type { TestService } from './test-service.js';

/** A dialer group with its Campaign Administrator, and a dial target to choose from. */
export interface CampaignDesk {
  readonly groupId: string;
  readonly targetId: string;
  readonly administrator: ApiClient;
  /** What a campaign needs at least; the name is new each time. */
  values(changes?: Record<string, unknown>): Record<string, unknown>;
  /** Makes a campaign. @returns its id */
  campaign(changes?: Record<string, unknown>): Promise<string>;
}

let made = 0;

/** Configures a dial target, and makes a group with an administrator. */
export async function campaignDesk(api: TestService, groupName?: string): Promise<CampaignDesk> {
  const groupId = await api.group(groupName);
  const administrator = await api.user('CAMPAIGN_ADMINISTRATOR', [groupId]);
  const target = await api.master.post('/api/v1/dial-targets', {
    name: `Target ${++made}`,
    type: 'test-target',
    config: {},
  });
  const targetId = (target.body as { id: string }).id;
  const values = (changes: Record<string, unknown> = {}) => ({
    name: `Campaign ${++made}`,
    groupId,
    startDate: '2026-11-23',
    endDate: '2026-12-04',
    startTime: '08:00',
    endTime: '18:00',
    weekdays: [5, 1, 2, 3, 4],
    timeZone: 'America/Sao_Paulo',
    defaultRegion: 'BR',
    pilotNumber: '5000',
    targetId,
    queueId: 'sales',
    ...changes,
  });
  const campaign = async (changes: Record<string, unknown> = {}) => {
    const answer = await administrator.post('/api/v1/campaigns', values(changes));
    if (answer.status !== 201) throw new Error(`The campaign was not made: ${JSON.stringify(answer.body)}`);
    return (answer.body as { id: string }).id;
  };
  return { groupId, targetId, administrator, values, campaign };
}
