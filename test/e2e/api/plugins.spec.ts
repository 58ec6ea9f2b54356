import { openDataSource } from '@marcador/persistence/data-source.js';
import type { ApiAnswer } from '../../support/api-client.js';
import { campaignDesk } from '../../support/campaign-api.js';
import { dncCode, packPlugin, type PluginSource } from '../../support/pack-plugin.js';
import { startTestService, type TestService } from '../../support/test-service.js';

interface Plugin {
  readonly id?: string;
  readonly name: string;
  readonly version: string;
  readonly nodes: readonly { readonly state: string; readonly problem?: { readonly code?: string } }[];
}

describe('plugins over the API', () => {
  let api: TestService;
  beforeEach(async () => {
    api = await startTestService();
  });
  afterEach(() => api.close());

  const upload = (body: Uint8Array, type = 'application/gzip'): Promise<ApiAnswer> =>
    api.master.send('POST', '/api/v1/plugins', { body, headers: { 'content-type': type } });
  const install = async (source: PluginSource = {}) => upload(await packPlugin(source));
  const list = async () => (await api.master.get('/api/v1/plugins')).body as Plugin[];
  const installed = async () => (await list()).filter(({ id }) => id !== undefined);
  const configure = async () => {
    const values = { name: 'Acme', type: 'acme-dnc', config: {} };
    const { status, body } = await api.master.post('/api/v1/dnc-services', values);
    return { status, id: (body as { id: string }).id };
  };
  const health = async (id: string) => (await api.master.get(`/api/v1/dnc-services/${id}/health`)).body;

  it('lists those that come with the product, by the same manifest', async () => {
    expect(await list()).toContainEqual(
      expect.objectContaining({
        name: '@test/dnc-provider-dnc-embedded',
        builtIn: true,
        enabled: true,
        nodes: [{ node: expect.any(String) as string, state: 'loaded' }],
      }),
    );
  });

  it('installs a package: its type can be configured at once', async () => {
    expect((await configure()).status).toBe(422);
    const { status, body } = await install({ version: '1.2.3' });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        name: 'acme-dnc',
        version: '1.2.3',
        builtIn: false,
        enabled: true,
        sha512: expect.stringMatching(/^[0-9a-f]{128}$/) as string,
        uploadedBy: 'master',
        uploadedAt: '2026-11-23T12:00:00.000Z',
        extensions: [{ kind: 'dnc-provider', id: 'acme-dnc' }],
        nodes: [{ state: 'loaded' }],
      },
    });
    const { status: made, id } = await configure();
    expect([made, await health(id)]).toMatchObject([201, { healthy: true, message: 'It answers.' }]);
  });

  it.each<[string, PluginSource, string]>([
    ['whose path leads out', { entries: [{ name: 'package/../../x', content: '' }] }, 'plugin-unsafe-file'],
    ['of another contract', { api: '^99' }, 'plugin-api'],
    ['with a taken id', { extensions: [{ kind: 'dnc-provider', id: 'test-dnc' }] }, 'plugin-extension-taken'],
    ['with a built-in name', { name: '@test/dnc-provider-test-dnc' }, 'plugin-built-in'],
    ['that throws', { code: 'throw new Error("no");' }, 'plugin-import-failed'],
  ])('refuses a package %s with one sentence, and keeps nothing of it', async (_, source, reason) => {
    expect(await install(source)).toMatchObject({
      status: 422,
      body: { code: 'plugin-refused', reason, message: expect.stringMatching(/\w.*[.:]/) as string },
    });
    expect(await installed()).toEqual([]);
    const { body } = await api.master.get('/api/v1/extensions');
    expect((body as { id: string }[]).map(({ id }) => id)).not.toContain('acme-dnc');
  });

  it('refuses other content types, and files that are too large', async () => {
    expect((await upload(Buffer.from('x'), 'text/csv')).status).toBe(415);
    expect(await upload(Buffer.alloc(17 * 1024 * 1024))).toMatchObject({
      status: 413,
      body: { reason: 'plugin-too-large' },
    });
  });

  it('upgrades, and keeps the old version where the new one is worse', async () => {
    await install();
    const { id } = await configure();
    const worse = dncCode('acme-dnc', { health: 'throw new Error("Wrong key.");' });
    expect(await install({ version: '1.1.0', code: worse })).toMatchObject({
      status: 422,
      body: { reason: 'plugin-worse', message: expect.stringContaining('Wrong key.') as string },
    });
    expect(await installed()).toMatchObject([{ version: '1.0.0', nodes: [{ state: 'loaded' }] }]);
    const better = dncCode('acme-dnc', { health: 'return { healthy: true, message: "Better." };' });
    expect(await install({ version: '1.2.0', code: better })).toMatchObject({
      status: 201,
      body: { version: '1.2.0' },
    });
    expect(await health(id)).toMatchObject({ message: 'Better.' });
  });

  it('has sealed in the database what its next version calls secret', async () => {
    await install();
    const values = { name: 'Sealed', type: 'acme-dnc', config: { ending: 'hunter2' } };
    const { id } = (await api.master.post('/api/v1/dnc-services', values)).body as { id: string };
    const stored = async () => {
      const database = await openDataSource({ url: api.databaseUrl });
      const rows = await database.query<{ text: string }[]>(
        'SELECT instance::text AS text FROM plugin_instance instance WHERE id = $1',
        [id],
      );
      await database.destroy();
      return rows[0]?.text;
    };
    expect(await stored()).toContain('hunter2');
    const secret = dncCode('acme-dnc')
      .replace('z.string()', 'secret()')
      .replace('defineDncProvider }', 'defineDncProvider, secret }');
    expect((await install({ version: '1.1.0', code: secret })).status).toBe(201);
    expect(await stored()).not.toContain('hunter2');
    expect(await health(id)).toMatchObject({ healthy: true });
  });

  it('is rolled back to the version before, and forth again, where no instance is worse off', async () => {
    const { body } = await install();
    const rollBack = () => api.master.post(`/api/v1/plugins/${(body as Plugin).id}/rollback`);
    expect(await rollBack()).toMatchObject({ status: 409, body: { reason: 'plugin-no-previous' } });
    const { id } = await configure();
    await install({ version: '2.0.0', code: dncCode('acme-dnc', { health: 'globalThis.testHealth?.();' }) });
    expect(await rollBack()).toMatchObject({
      status: 200,
      body: { version: '1.0.0', previousVersion: '2.0.0', nodes: [{ state: 'loaded' }] },
    });
    (globalThis as Record<string, unknown>)['testHealth'] = () => {
      throw new Error('Wrong key.');
    };
    expect(await rollBack()).toMatchObject({ status: 422, body: { reason: 'plugin-worse' } });
    delete (globalThis as Record<string, unknown>)['testHealth'];
    expect(await rollBack()).toMatchObject({
      status: 200,
      body: { version: '2.0.0', previousVersion: '1.0.0', nodes: [{ state: 'loaded' }] },
    });
    expect(await health(id)).toMatchObject({ healthy: true });
  });

  it('refuses other contents under a version that is installed', async () => {
    await install();
    expect(await install({ code: `${dncCode('acme-dnc')}\n` })).toMatchObject({
      status: 409,
      body: { reason: 'plugin-other-contents' },
    });
  });

  it('disables and enables: what is configured stays, out of service with the reason, and starts no campaign', async () => {
    await install();
    const { id } = await configure();
    const desk = await campaignDesk(api);
    const campaign = await desk.campaign({ dncServiceIds: [id] });
    const start = () => desk.administrator.post(`/api/v1/campaigns/${campaign}/start`);
    const [plugin] = await installed();
    const change = (what: string) => api.master.post(`/api/v1/plugins/${plugin?.id}/${what}`);
    expect((await change('disable')).body).toMatchObject({ enabled: false, nodes: [{ state: 'disabled' }] });
    expect(await health(id)).toMatchObject({ healthy: false, code: 'plugin-disabled' });
    expect(await start()).toMatchObject({
      status: 409,
      body: { reason: 'plugin-disabled', params: { name: 'acme-dnc' } },
    });
    expect((await change('enable')).body).toMatchObject({ enabled: true, nodes: [{ state: 'loaded' }] });
    expect(await health(id)).toMatchObject({ healthy: true });
    expect(await start()).toMatchObject({ status: 200, body: { state: 'STARTED' } });
  });

  it('is not disabled while a started campaign uses it, which is named', async () => {
    await install();
    const { id } = await configure();
    const desk = await campaignDesk(api);
    const campaign = await desk.campaign({ name: 'Renewals', dncServiceIds: [id] });
    await desk.administrator.post(`/api/v1/campaigns/${campaign}/start`);
    const [plugin] = await installed();
    for (const attempt of [
      api.master.post(`/api/v1/plugins/${plugin?.id}/disable`),
      api.master.send('DELETE', `/api/v1/plugins/${plugin?.id}`),
    ])
      expect(await attempt).toMatchObject({
        status: 409,
        body: { reason: 'plugin-used-by-campaign', params: { campaign: 'Renewals', instance: 'Acme' } },
      });
    expect(await health(id)).toMatchObject({ healthy: true });
  });

  it('is not removed while something is configured with it; after that nothing of it is left', async () => {
    await install();
    const { id } = await configure();
    const [plugin] = await installed();
    const remove = () => api.master.send('DELETE', `/api/v1/plugins/${plugin?.id}`);
    expect(await remove()).toMatchObject({
      status: 409,
      body: { reason: 'plugin-has-instances', params: { instance: 'Acme' } },
    });
    await api.master.send('DELETE', `/api/v1/dnc-services/${id}`);
    expect((await remove()).status).toBe(204);
    expect([await installed(), (await remove()).status]).toEqual([[], 404]);
    expect((await configure()).status).toBe(422);
  });

  it('is refused when its stored bytes were changed', async () => {
    await install();
    const [plugin] = await installed();
    await api.master.post(`/api/v1/plugins/${plugin?.id}/disable`);
    const database = await openDataSource({ url: api.databaseUrl });
    await database.query(`UPDATE plugin_package SET packed = packed || '\\x00'`);
    await database.destroy();
    expect((await api.master.post(`/api/v1/plugins/${plugin?.id}/enable`)).body).toMatchObject({
      nodes: [{ state: 'refused', problem: { code: 'plugin-hash' } }],
    });
  });
});
