import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hoursOf } from '@marcador/sandbox/hours.js';
import { FakeFinesse } from '../../examples/target-finesse/spec/fake-finesse.js';
import { FakeRegistry } from '../../examples/dnc-registry-http/spec/fake-registry.js';
import { ApiClient } from '../support/api-client.js';
import { OpenWorld, until } from '../support/open-world.js';
import { packExample, type PackedExample } from '../support/pack-example.js';

const EXAMPLES = ['dnc-registry-http', 'dnc-us-file', 'target-finesse'] as const;
/** Numbers of people who answer. */
const [BR_LISTED, BR_CLEAR] = ['554130000101', '554130000102'];
const [US_LISTED, US_CLEAR] = ['12025550103', '12025550104'];

const NAMES = new RegExp(
  EXAMPLES.map((name) => `${name}|example-${name.replace(/^(dnc|target)-/, '')}`).join('|'),
);

interface Named {
  readonly id: string;
}

/** The packages of third parties: nothing of the service knows them, no file of it was edited for them. */
describe('the examples', () => {
  let world: OpenWorld;
  let master: ApiClient;
  let packages: ReadonlyMap<string, PackedExample>;
  let registry: FakeRegistry;
  let finesse: FakeFinesse;
  let folder: string;
  let targetId: string;

  beforeAll(async () => {
    const pack = async (name: string) => [name, await packExample(name)] as const;
    packages = new Map(await Promise.all(EXAMPLES.map(pack)));
  }, 300_000);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marcador-examples-'));
    registry = await FakeRegistry.start();
    finesse = await FakeFinesse.start();
    world = await OpenWorld.start();
    const { MARCADOR_URL = '', MARCADOR_CERTIFICATE = '', MARCADOR_PASSWORD = '' } = world.commandEnvironment;
    master = new ApiClient(MARCADOR_URL, await readFile(MARCADOR_CERTIFICATE, 'utf8'));
    await master.login('master', MARCADOR_PASSWORD);
  });
  afterAll(async () => {
    await world.close();
    await Promise.all([registry.stop(), finesse.stop(), rm(folder, { recursive: true, force: true })]);
  });

  async function configure(resource: string, type: string, config: object): Promise<string> {
    const { status, body } = await master.post(`/api/v1/${resource}`, { name: type, type, config });
    expect({ status, body }).toMatchObject({ status: 201 });
    const { id } = body as Named;
    return id;
  }
  /** Starts a campaign on these numbers. @returns its id */
  async function dial(name: string, region: string, dncServiceId: string, numbers: readonly string[]) {
    const { groups } = await world.administrator.get<{ groups: Named[] }>('/session');
    const { id } = await world.administrator.post<Named>('/campaigns', {
      ...{ name, groupId: groups[0]?.id, ...hoursOf('today', new Date()).fields },
      ...{ defaultRegion: region, targetId, queueId: '34', pilotNumber: '5000' },
      dncServiceIds: [dncServiceId],
    });
    const leads = ['Name,Phone', ...numbers.map((number) => `Somebody,+${number}`)].join('\n');
    await world.administrator.upload(`/campaigns/${id}/leads`, leads);
    await world.administrator.post(`/campaigns/${id}/start`);
    return id;
  }
  /** What has become of each number of a campaign. */
  async function results(campaign: string): Promise<Record<string, string>> {
    const path = `/call-records?campaignId=${campaign}&limit=100`;
    const { items } = await world.administrator.get<{ items: { phone: string; result: string }[] }>(path);
    return Object.fromEntries(items.map(({ phone, result }) => [phone, result]));
  }
  const dialled = async () =>
    (await world.log()).filter(({ type }) => type === 'invite').map(({ number }) => number);

  it.each(EXAMPLES)(
    '%s imports the contract, zod and Node, and is installed while the service runs',
    async (name) => {
      const { packed, imports } = packages.get(name) as PackedExample;
      const allowed = /^(@marcador\/plugin-api|zod|node:.*)$/;
      expect([...imports].filter((module) => !allowed.test(module))).toEqual([]);
      expect(imports).toContain('@marcador/plugin-api');
      const headers = { 'content-type': 'application/gzip' };
      const { status, body } = await master.send('POST', '/api/v1/plugins', { body: packed, headers });
      expect({ status, body }).toMatchObject({
        status: 201,
        body: { name: `example-${name}`, nodes: [{ state: 'loaded' }] },
      });
    },
  );

  it('are told of truly: so many lines each, and no file of the service names one', async () => {
    const page = await readFile('examples/README.md', 'utf8');
    for (const name of EXAMPLES) {
      const lines = (await sourcesOf(`examples/${name}/src`)).join('').split('\n').length - 1;
      expect(page).toMatch(new RegExp(`^\\| \\[${name}\\].* ${lines} +\\|$`, 'm'));
    }
    const service = await Promise.all(
      ['apps', 'libs', 'plugins', 'angular-ui'].map(async (folder) => {
        const packages = folder === 'angular-ui' ? [folder] : await foldersOf(folder);
        return Promise.all(packages.map((each) => sourcesOf(`${each}/src`)));
      }),
    );
    expect(service.flat(2).filter((text) => NAMES.test(text))).toEqual([]);
  });

  it('the registry says who is not called; who is called is handed to the agent that Finesse says is ready', async () => {
    registry.listed.add(BR_LISTED);
    finesse.states.set('1234', 'RESERVED_OUTBOUND').set('1235', 'NOT_READY');
    const { notificationUrl, config } = finesse;
    targetId = await configure('dial-targets', 'example-finesse', {
      ...config,
      notificationUrl,
      pollMs: 60_000,
    });
    const service = await configure('dnc-services', 'example-registry-http', {
      ...registry.oauth,
      timeoutMs: 5000,
    });
    const campaign = await dial('Registry', 'BR', service, [BR_LISTED, BR_CLEAR]);
    await finesse.polled();
    expect(await dialled()).toEqual([]);

    finesse.change('1234', 'READY');
    await until(async () => Object.keys(await results(campaign)).length === 2);
    expect(await results(campaign)).toEqual({ [BR_LISTED]: 'DO_NOT_CALL', [BR_CLEAR]: 'SUCCESS' });
    expect(await dialled()).toEqual([BR_CLEAR]);
    expect(registry.tokenRequests).toHaveLength(1);
  });

  it('the file says who is not called; the service is ill while there is none', async () => {
    const path = join(folder, 'us.txt');
    const service = await configure('dnc-services', 'example-us-file', { path });
    const health = async () => (await master.get(`/api/v1/dnc-services/${service}/health`)).body;
    expect(await health()).toMatchObject({
      healthy: false,
      message: expect.stringContaining('us.txt cannot be read (ENOENT)') as string,
    });

    await writeFile(`${path}.new`, `202,${US_LISTED.slice(4)}\n`);
    await rename(`${path}.new`, path);
    expect(await health()).toMatchObject({ healthy: true });
    const before = await dialled();
    const campaign = await dial('File', 'US', service, [US_LISTED, US_CLEAR]);
    await until(async () => Object.keys(await results(campaign)).length === 2);
    expect(await results(campaign)).toEqual({ [US_LISTED]: 'DO_NOT_CALL', [US_CLEAR]: 'SUCCESS' });
    expect(await dialled()).toEqual([...before, US_CLEAR]);
  });
});

async function foldersOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

/** The texts of all files in a folder and below. */
async function sourcesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
}
