import { randomBytes } from 'node:crypto';
import type { Api } from './api.js';
import { hoursOf, type Hours } from './hours.js';
import {
  EMBEDDED_SERVICE,
  EXTERNAL_SERVICE,
  RETRY_AFTER_MINUTES,
  sampleFile,
  SAMPLES,
  type Sample,
} from './samples.js';
import type { SimulatorAddresses } from './service-configuration.js';

/** A user of the sandbox, to be shown. */
export interface SandboxUser {
  readonly userName: string;
  readonly password: string;
  readonly role: string;
}

/** A sample campaign as the service knows it. */
export interface SampleCampaign {
  readonly id: string;
  readonly sample: Sample;
  /** Between these instants it may dial. */
  readonly open: Hours['open'];
}

const ROLES = [
  ['manager', 'MANAGER'],
  ['administrator', 'CAMPAIGN_ADMINISTRATOR'],
  ['supervisor', 'CAMPAIGN_SUPERVISOR'],
] as const;

/** A password nobody can guess, short enough to type. */
export function generatePassword(): string {
  return randomBytes(9).toString('base64url');
}

/** Ends the master's first password and makes a user of every other role, all in the group there is. */
export async function setUpUsers(api: Api, firstPassword: string): Promise<SandboxUser[]> {
  const master = { userName: 'master', password: generatePassword(), role: 'MASTER' };
  await api.logIn(master.userName, firstPassword);
  await api.changePassword(firstPassword, master.password);
  const groupIds = [await groupId(api)];
  const others = ROLES.map(([userName, role]) => ({ userName, role, password: generatePassword() }));
  for (const user of others) {
    await api.post('/users', {
      ...user,
      groupIds,
      mustChangePassword: false,
      firstName: 'Sandbox',
      lastName: user.userName,
    });
  }
  return [master, ...others];
}

/** Configures contact center, voice portal and the external do-not-call service, and fills the embedded one. */
export async function setUpOutside(master: Api, simulator: SimulatorAddresses): Promise<void> {
  await master.post('/dial-targets', {
    name: 'Contact center',
    type: 'target-oscc',
    config: { baseUrl: simulator.oscc, user: 'marcador', password: 'simulated', tenant: 'main' },
  });
  await master.post('/dial-targets', {
    name: 'Voice portal',
    type: 'target-voice-portal',
    config: { baseUrl: simulator.voicePortal },
  });
  await master.post('/dnc-services', {
    name: EXTERNAL_SERVICE,
    type: 'dnc-http',
    config: { url: simulator.dnc, caCertificate: simulator.dncCa },
  });
  const [embedded] = (await master.get<Named[]>('/dnc-services')).filter(
    ({ name }) => name === EMBEDDED_SERVICE,
  );
  await master.upload(
    `/dnc-services/${embedded?.id}/numbers?mode=replace&region=BR`,
    await sampleFile('do-not-call.csv'),
  );
}

/** Makes and loads the sample campaigns, and starts them. Needs {@link setUpOutside} before. */
export async function startSamples(
  administrator: Api,
  samples: readonly Sample[] = SAMPLES,
): Promise<SampleCampaign[]> {
  const { groups } = await administrator.get<{ groups: Named[] }>('/session');
  const targets = await administrator.get<Named[]>('/dial-targets');
  const services = await administrator.get<Named[]>('/dnc-services');
  const campaigns: SampleCampaign[] = [];
  for (const sample of samples) {
    const { fields, open } = hoursOf(sample.opens, new Date());
    const { id } = await administrator.post<{ id: string }>('/campaigns', {
      name: sample.name,
      description: sample.description,
      groupId: groups[0]?.id,
      ...fields,
      defaultRegion: 'BR',
      pilotNumber: sample.pilotNumber,
      maxAttempts: sample.maxAttempts,
      retryAfterMinutes: RETRY_AFTER_MINUTES,
      targetId: targets.find(({ type }) => type === sample.target)?.id,
      queueId: sample.queueId,
      dncServiceIds: services.filter(({ name }) => name === sample.dnc).map(({ id }) => id),
      answeringMachineDetection: sample.amd,
    });
    await administrator.upload(`/campaigns/${id}/leads`, await sampleFile(sample.leads));
    campaigns.push({ id, sample, open });
  }
  for (const { id } of campaigns) await administrator.post(`/campaigns/${id}/start`);
  return campaigns;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

async function groupId(api: Api): Promise<string> {
  const { items } = await api.get<{ items: Named[] }>('/groups');
  const [first] = items;
  if (first === undefined) throw new Error('The service has no dialer group.');
  return first.id;
}
