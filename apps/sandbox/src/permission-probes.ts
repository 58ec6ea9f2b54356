import type { Api } from './api.js';
import type { Violation } from './invariants.js';
import { generatePassword, type SampleCampaign, type SandboxUser } from './set-up.js';

/** Users who try what is not theirs. */
export interface Probes {
  /** A Campaign Administrator of another dialer group. */
  readonly foreigner: Pick<Api, 'status'>;
  /** A Campaign Supervisor of the campaigns' group. */
  readonly supervisor: Pick<Api, 'status'>;
}

/**
 * Tries what roles and groups do not give.
 * @returns what was given all the same
 */
export async function probePermissions(
  { foreigner, supervisor }: Probes,
  campaigns: readonly SampleCampaign[],
): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const { id, sample } of campaigns) {
    const seen = await foreigner.status('GET', `/campaigns/${id}`);
    if (seen !== 404)
      violations.push({
        invariant: 6,
        message: `"${sample.name}" exists for a user of another group (status ${seen})`,
      });
    const started = await supervisor.status('POST', `/campaigns/${id}/start`);
    if (started !== 403)
      violations.push({
        invariant: 6,
        message: `A Campaign Supervisor could start "${sample.name}" (status ${started})`,
      });
  }
  return violations;
}

/** Makes a user in a group of its own for the probes, and removes it after them. */
export async function probedBy(
  master: Api,
  newApi: () => Promise<Api>,
  users: readonly SandboxUser[],
  campaigns: readonly SampleCampaign[],
): Promise<Violation[]> {
  const [foreigner, supervisor] = await Promise.all([newApi(), newApi()]);
  const { userName, password } = users.find(({ role }) => role === 'CAMPAIGN_SUPERVISOR') as SandboxUser;
  await supervisor.logIn(userName, password);
  const group = await master.post<{ id: string }>('/groups', { name: 'Another group' });
  const stranger = { userName: 'of-another-group', password: generatePassword() };
  const { id } = await master.post<{ id: string }>('/users', {
    ...stranger,
    role: 'CAMPAIGN_ADMINISTRATOR',
    groupIds: [group.id],
    mustChangePassword: false,
  });
  await foreigner.logIn(stranger.userName, stranger.password);
  try {
    return await probePermissions({ foreigner, supervisor }, campaigns);
  } finally {
    await master.status('DELETE', `/users/${id}`);
    await Promise.all([foreigner.close(), supervisor.close()]);
  }
}
