import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SAMPLES, type Sample } from '@marcador/sandbox/samples.js';
import { startSamples } from '@marcador/sandbox/set-up.js';
import { OpenWorld, until } from '../support/open-world.js';
import { dncCode, packageFiles, packPlugin, type PluginSource } from '../support/pack-plugin.js';

const MARCADOR = resolve('apps/cli/dist/main.js');
const SERVICE = 'Acme registry';

interface CallRecord {
  readonly phone: string;
  readonly result: string;
}

/** What an author and an administrator do with a plugin, on a service and a world of processes. */
describe('a packed plugin on a running service', () => {
  let world: OpenWorld;
  let folder: string;
  let campaign = '';

  beforeAll(async () => {
    world = await OpenWorld.start();
    folder = await mkdtemp(join(tmpdir(), 'marcador-packages-'));
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  const environment = () => ({ PATH: process.env['PATH'], ...world.commandEnvironment });
  /** `marcador …` as an administrator types it. */
  const marcador = (...args: string[]): Promise<{ failed: boolean; stdout: string; stderr: string }> =>
    new Promise((done) => {
      execFile(process.execPath, [MARCADOR, ...args], { env: environment() }, (error, stdout, stderr) =>
        done({ failed: error !== null, stdout, stderr }),
      );
    });
  const add = async (source: PluginSource) => {
    const file = join(folder, `acme-dnc-${source.version ?? '1.0.0'}.tgz`);
    await writeFile(file, await packPlugin(source));
    return marcador('plugin', 'add', file);
  };
  const records = async (result: string): Promise<number> => {
    const path = `/call-records?campaignId=${campaign}&limit=100`;
    const { items } = await world.administrator.get<{ items: CallRecord[] }>(path);
    return items.filter((record) => record.result === result).length;
  };
  const invites = async () => (await world.log()).filter(({ type }) => type === 'invite').length;

  it('is installed by the command, configured, and asked before each call of a campaign', async () => {
    const { failed, stdout, stderr } = await add({});
    expect({ failed, stderr }).toEqual({ failed: false, stderr: '' });
    expect(stdout).toMatch(/^acme-dnc 1\.0\.0 .*: dnc-provider acme-dnc\n {2}\S+: loaded\n$/);
    // Every number is listed: nobody may be called.
    await world.master.post('/dnc-services', { name: SERVICE, type: 'acme-dnc', config: { ending: '' } });
    const sample = { ...(SAMPLES[0] as Sample), name: 'Asked of Acme', dnc: SERVICE };
    const [started] = await startSamples(world.administrator, [sample]);
    campaign = started?.id ?? '';
    await until(async () => (await records('DO_NOT_CALL')) > 0);
    expect(await invites()).toBe(0);
  });

  it('is neither disabled nor removed while the campaign is started', async () => {
    for (const command of ['disable', 'remove']) {
      const { failed, stderr } = await marcador('plugin', command, 'acme-dnc');
      expect({ failed, stderr }).toMatchObject({
        failed: true,
        stderr: expect.stringContaining('"Asked of Acme" uses "Acme registry"') as string,
      });
    }
  });

  it('stays in its old version when the next one is ill, which is said', async () => {
    const { failed, stderr } = await add({
      version: '2.0.0',
      code: dncCode('acme-dnc', { health: 'throw new Error("The key was refused.");' }),
    });
    expect(failed).toBe(true);
    expect(stderr).toBe(
      'The old version serves on, because "Acme registry" would not be in service with the new one: The key was refused.\n',
    );
    expect((await marcador('plugin', 'list')).stdout).toContain('acme-dnc 1.0.0');
    expect(await invites()).toBe(0);
  });

  it('is upgraded while the campaign runs, rolled back and forth: the next calls ask the new version', async () => {
    const clear = dncCode('acme-dnc', { check: 'return { listed: false };' });
    expect(await add({ version: '2.0.1', code: clear })).toMatchObject({ failed: false });
    const sample = { ...(SAMPLES[0] as Sample), name: 'Asked of the new version', dnc: SERVICE };
    const [started] = await startSamples(world.administrator, [sample]);
    await until(async () => (await invites()) > 0);
    expect((await marcador('plugin', 'rollback', 'acme-dnc')).stdout).toMatch(
      /^acme-dnc 1\.0\.0 .*\n {2}\S+: loaded\n$/,
    );
    expect(await marcador('plugin', 'rollback', 'acme-dnc')).toMatchObject({ failed: false });
    for (const id of [campaign, started?.id ?? '']) await world.administrator.post(`/campaigns/${id}/stop`);
    await until(async () => (await world.openCalls()) === 0);
  });

  it('is there again after a restart', async () => {
    expect(await world.terminate()).toBe(0);
    await world.startAgain();
    await until(async () => {
      const { stdout } = await marcador('plugin', 'list');
      return /acme-dnc 2\.0\.1 .*\n {2}\S+: loaded/.test(stdout);
    });
  });

  it('is installed anew at each change of its folder while it is developed', async () => {
    const source = join(folder, 'source');
    await mkdir(join(source, 'dist'), { recursive: true });
    const change = (path: string, content: string) => writeFile(join(source, path), content);
    for (const [path, content] of Object.entries(packageFiles({ version: '3.0.0' })))
      await change(path, content);
    const developing = spawn(process.execPath, [MARCADOR, 'plugin', 'dev', source], { env: environment() });
    let told = '';
    for (const stream of [developing.stdout, developing.stderr])
      stream.on('data', (text: Buffer) => (told += text.toString()));
    const taken = () => told.match(/acme-dnc 3\.0\.0-dev\.\d+ .*\n {2}\S+: loaded/g)?.length ?? 0;
    try {
      await until(() => Promise.resolve(taken() === 1));
      await change('dist/index.js', 'throw new Error("Half of it is missing.");');
      await until(() => Promise.resolve(told.includes('Half of it is missing.')));
      await change('dist/index.js', dncCode('acme-dnc', { check: 'return { listed: true };' }));
      await until(() => Promise.resolve(taken() === 2));
    } finally {
      developing.kill();
      await once(developing, 'exit');
    }
  });

  it('is disabled, and removed once nothing uses it', async () => {
    expect((await marcador('plugin', 'disable', 'acme-dnc')).stdout).toBe('acme-dnc is disabled.\n');
    expect((await marcador('plugin', 'remove', 'acme-dnc')).stderr).toContain(
      '"Acme registry" is configured with this plugin',
    );
    const { items } = await world.administrator.get<{ items: { id: string }[] }>('/campaigns');
    for (const { id } of items) await world.administrator.status('DELETE', `/campaigns/${id}`);
    const services = await world.master.get<{ id: string; name: string }[]>('/dnc-services');
    const service = services.find(({ name }) => name === SERVICE);
    expect(await world.master.status('DELETE', `/dnc-services/${service?.id}`)).toBe(204);
    expect((await marcador('plugin', 'remove', 'acme-dnc')).stdout).toBe('acme-dnc is removed.\n');
    expect((await marcador('plugin', 'list')).stdout).not.toContain('acme-dnc');
  });

  it('is no longer loaded once it has ended the service twice, until it is enabled', async () => {
    const fault = join(folder, 'fault');
    const code = `
      import { existsSync } from 'node:fs';
      import { isMainThread } from 'node:worker_threads';
      const look = () => { if (isMainThread && existsSync(${JSON.stringify(fault)})) process.exit(3); };
      look();
      setInterval(look, 20);
      ${dncCode('acme-dnc')}`;
    expect(await add({ version: '4.0.0', code })).toMatchObject({ failed: false });
    await writeFile(fault, '');
    expect(await world.ended()).toBe(3);
    await expect(world.startAgain()).rejects.toThrow('3');
    await world.startAgain();
    expect((await marcador('plugin', 'list')).stdout).toMatch(
      /acme-dnc 4\.0\.0 .*\n {2}\S+: refused: .*the service ended 2 times in a row/,
    );
    await rm(fault);
    expect(await marcador('plugin', 'enable', 'acme-dnc')).toMatchObject({ failed: false });
    expect((await marcador('plugin', 'list')).stdout).toMatch(/acme-dnc 4\.0\.0 .*\n {2}\S+: loaded/);
  });
});
