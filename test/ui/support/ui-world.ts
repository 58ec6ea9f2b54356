import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '@marcador/sandbox/api.js';
import { sampleFile } from '@marcador/sandbox/samples.js';
import { setUpOutside, setUpUsers, type SandboxUser } from '@marcador/sandbox/set-up.js';
import { World } from '@marcador/sandbox/world.js';

const ANY_PORT = { MARCADOR_HTTPS__PORT: '0' };

/** Service and simulated world as processes, with nothing configured but what a test asks for. */
export class UiWorld {
  private readonly apis: Api[] = [];

  private constructor(
    private readonly folder: string,
    private readonly world: World,
  ) {}

  static async start(): Promise<UiWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'marcador-ui-'));
    const world = new World(folder);
    await world.startSimulator();
    await world.startService(ANY_PORT);
    return new UiWorld(folder, world);
  }

  get url(): string {
    return this.world.url;
  }

  get firstPassword(): string {
    return this.world.firstPassword;
  }

  /** Targets and do-not-call services of the sandbox, and a user of every role. */
  async setUp(): Promise<ReadonlyMap<string, SandboxUser>> {
    const master = await this.api();
    const users = await setUpUsers(master, this.firstPassword);
    await setUpOutside(master, this.world.simulator);
    return new Map(users.map((user) => [user.role, user]));
  }

  /** Targets and do-not-call services only, by a master whose password is known. */
  async setUpOutside(password: string): Promise<void> {
    const master = await this.api();
    await master.logIn('master', password);
    await setUpOutside(master, this.world.simulator);
  }

  async api(): Promise<Api> {
    const api = await this.world.api();
    this.apis.push(api);
    return api;
  }

  async apiOf({ userName, password }: SandboxUser): Promise<Api> {
    const api = await this.api();
    await api.logIn(userName, password);
    return api;
  }

  /** Tells the simulated world what to do. */
  async control(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.world.simulator.control}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The simulator refuses: ${await response.text()}`);
  }

  async close(): Promise<void> {
    await this.world.stop();
    await Promise.all(this.apis.map((api) => api.close()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * A campaign around the clock, made by its administrator.
 * @param fields in place of those that it has here
 * @returns its id
 */
export async function makeCampaign(
  administrator: Api,
  name: string,
  leads?: string,
  fields: object = {},
): Promise<string> {
  const { groups } = await administrator.get<{ groups: { id: string }[] }>('/session');
  const targets = await administrator.get<{ id: string; type: string }[]>('/dial-targets');
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const { id } = await administrator.post<{ id: string }>('/campaigns', {
    name,
    description: 'Made by a test',
    groupId: groups[0]?.id,
    startDate: day(0),
    endDate: day(6),
    startTime: '00:00',
    endTime: '24:00',
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    timeZone: 'UTC',
    defaultRegion: 'BR',
    pilotNumber: '5000',
    retryAfterMinutes: 1,
    targetId: targets.find(({ type }) => type === 'target-oscc')?.id,
    queueId: 'sales',
    ...fields,
  });
  if (leads !== undefined) await administrator.upload(`/campaigns/${id}/leads`, await sampleFile(leads));
  return id;
}
