import { BUILT_IN_PLUGINS } from '@marcador/dialer/built-in-plugins.js';
import { StoredInstances } from '@marcador/dialer/instances/stored-instances.js';
import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import { loadBuiltIn } from '@marcador/plugin-host/packages/plugin-loader.js';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import { SECRET_PLACEHOLDER } from '@marcador/plugin-host/secret-redaction.js';
import type { ApiAnswer } from '../../support/api-client.js';
import { campaignDesk } from '../../support/campaign-api.js';
import { startTestService, type TestService } from '../../support/test-service.js';

const DNC = '/api/v1/dnc-services';
const TARGETS = '/api/v1/dial-targets';

interface Instance {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly builtIn: boolean;
}

describe('a configured instance', () => {
  let api: TestService;
  let made = 0;
  beforeAll(async () => {
    api = await startTestService();
  });
  afterAll(() => api.close());

  const make = async (path: string, type: string, config: object) => {
    const { body } = await api.master.post(path, { name: `Instance ${++made}`, type, config });
    return body as Instance;
  };
  const target = (config: object = {}) => make(TARGETS, 'test-target', config);
  const change = (path: string, { id, version }: Instance, changes: object) =>
    api.master.send('PATCH', `${path}/${id}`, { body: { version, ...changes } });
  const remove = (path: string, { id }: Instance) => api.master.send('DELETE', `${path}/${id}`);
  const codeOf = ({ status, body }: ApiAnswer) => [status, (body as { code?: string } | undefined)?.code];
  /** What is stored, secrets included. */
  const stored = async (id: string) => (await api.service.app.get(StoredInstances).find(id))?.config;

  it('is changed in name and values, field by field as it is sent', async () => {
    const before = await make(DNC, 'test-dnc', { baseUrl: 'https://a.example/', timeoutMs: 100 });
    const named = await change(DNC, before, { name: 'Renamed' });
    expect([named.status, named.body]).toMatchObject([
      200,
      { name: 'Renamed', version: 2, config: { baseUrl: 'https://a.example/', timeoutMs: 100 } },
    ]);
    const moved = await change(DNC, named.body as Instance, { config: { baseUrl: 'https://b.example/' } });
    expect(moved.body).toMatchObject({
      name: 'Renamed',
      version: 3,
      config: { baseUrl: 'https://b.example/', timeoutMs: 800 },
    });
    expect((await api.master.get(`${DNC}/${before.id}`)).body).toEqual(moved.body);
  });

  it('keeps a secret that is not sent or sent as its placeholder, and loses one that is null', async () => {
    const before = await target({ token: 'hunter2' });
    expect(before).toMatchObject({ config: { token: SECRET_PLACEHOLDER } });
    const unsent = await change(TARGETS, before, { config: { retries: 1 } });
    expect(await stored(before.id)).toEqual({ retries: 1, token: 'hunter2' });
    const masked = await change(TARGETS, unsent.body as Instance, { config: { token: SECRET_PLACEHOLDER } });
    expect(await stored(before.id)).toEqual({ token: 'hunter2' });
    const other = await change(TARGETS, masked.body as Instance, { config: { token: 'hunter3' } });
    expect(await stored(before.id)).toEqual({ token: 'hunter3' });
    await change(TARGETS, other.body as Instance, { config: { token: null } });
    expect(await stored(before.id)).toEqual({});
    expect(JSON.stringify([unsent, masked, other])).not.toMatch(/hunter/);
  });

  it('is tested with unsaved values and the secrets that it has', async () => {
    const { id } = await target({ token: 'hunter2' });
    const ask = (body: object) => api.master.post(`${TARGETS}/test`, { type: 'test-target', ...body });
    expect((await ask({ id, config: { fault: 'Not this way.', token: 'hunter3' } })).body).toEqual({
      healthy: false,
      message: 'Not this way.',
    });
    expect((await ask({ id, config: { token: SECRET_PLACEHOLDER } })).body).toMatchObject({ healthy: true });
    expect(await stored(id)).toEqual({ token: 'hunter2' });
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect((await ask({ id: unknown, config: {} })).status).toBe(404);
  });

  it('has its secrets given again where a text is another, so that they go nowhere else', async () => {
    const before = await target({ fault: 'https://a.example/', token: 'hunter2' });
    const moved = { fault: 'https://b.example/' };
    const test = (config: object) =>
      api.master.post(`${TARGETS}/test`, { id: before.id, type: 'test-target', config });
    const refused = [
      await test(moved),
      await test({ ...moved, token: SECRET_PLACEHOLDER }),
      await test({}),
      await change(TARGETS, before, { config: moved }),
    ];
    for (const { status, body } of refused) {
      expect([status, body]).toMatchObject([
        422,
        {
          details: [{ field: 'config.token', code: 'secret-with-change', params: { field: 'fault' } }],
        },
      ]);
    }
    expect(await stored(before.id)).toEqual({ fault: 'https://a.example/', token: 'hunter2' });
    for (const token of ['hunter3', null])
      expect((await test({ ...moved, token })).body).toMatchObject({ message: 'https://b.example/' });
    const given = await change(TARGETS, before, { config: { ...moved, token: 'hunter3' } });
    expect([given.status, await stored(before.id)]).toEqual([200, { ...moved, token: 'hunter3' }]);
  });

  it('is refused values that do not fit, which are named, and another type', async () => {
    const before = await make(DNC, 'test-dnc', { baseUrl: 'https://a.example/' });
    const wrong = await change(DNC, before, { config: { baseUrl: 'nowhere' } });
    expect([wrong.status, wrong.body]).toMatchObject([422, { details: [{ field: 'config.baseUrl' }] }]);
    expect((await change(DNC, before, { type: 'dnc-embedded' })).status).toBe(400);
    expect((await api.master.get(`${DNC}/${before.id}`)).body).toEqual(before);
  });

  it('has a name of its own, and is never changed over somebody else’s change, which is told', async () => {
    const [one, other] = [await target({ token: 'hunter2' }), await target()];
    expect(codeOf(await change(TARGETS, one, { name: other.name }))).toEqual([409, 'name-taken']);
    await change(TARGETS, one, { config: { fault: 'theirs', token: 'hunter3' } });
    const late = await change(TARGETS, one, { name: 'Mine', config: { fault: 'mine', token: 'hunter4' } });
    expect([late.status, late.body]).toMatchObject([
      409,
      {
        code: 'stale-version',
        currentVersion: 2,
        details: [
          { field: 'name', yours: 'Mine', current: one.name },
          { field: 'config.fault', yours: 'mine', current: 'theirs' },
        ],
      },
    ]);
    expect(JSON.stringify(late.body)).not.toContain('hunter');
  });

  it('is used as it is after the change, by who asks next and by who watches it all along', async () => {
    const changed = await target();
    const queues = () => api.master.get(`${TARGETS}/${changed.id}/queues`);
    const seen: string[] = [];
    const watch = new AbortController();
    api.service.app
      .get(PluginInstances)
      .target(changed.id)
      .watch(
        'sales',
        {
          update: ({ loggedOn }) => seen.push(`${loggedOn} logged on`),
          unreachable: ({ reason }) => seen.push(reason),
        },
        watch.signal,
      );
    expect((await queues()).status).toBe(200);
    const { body } = await change(TARGETS, changed, { config: { fault: 'It is switched off.' } });
    expect([(await queues()).status, (await queues()).body]).toMatchObject([
      503,
      { message: expect.stringContaining('It is switched off.') as string },
    ]);
    await change(TARGETS, body as Instance, { config: {} });
    expect((await queues()).status).toBe(200);
    const anew = 'The dial target was configured anew and is being connected.';
    expect(seen).toEqual(['2 logged on', anew, '2 logged on', anew, '2 logged on']);
    watch.abort();
  });

  it('of a service keeps answers for so long as is set, and none from before a change', async () => {
    const values = { type: 'test-dnc', config: { baseUrl: 'https://a.example/' } };
    const { body } = await api.master.post(DNC, { ...values, name: 'Keeps', keepAnswersMinutes: 60 });
    const made = body as Instance;
    expect(made).toMatchObject({ keepAnswersMinutes: 60 });
    const check = () => api.service.app.get(PluginInstances).dnc(made.id).check('554183015031');
    expect(await check()).toEqual({ kind: 'clear' });
    const changed = await change(DNC, made, { config: { baseUrl: 'https://listed.example/' } });
    expect([await check(), changed.body]).toMatchObject([{ kind: 'listed' }, { keepAnswersMinutes: 60 }]);
    const less = await change(DNC, changed.body as Instance, { keepAnswersMinutes: 0 });
    expect(less.body).toMatchObject({ keepAnswersMinutes: 0 });

    for (const keepAnswersMinutes of [-1, 1.5, 44_641])
      expect((await change(DNC, less.body as Instance, { keepAnswersMinutes })).status).toBe(400);
    for (const [path, type] of [
      [DNC, 'dnc-embedded'],
      [TARGETS, 'test-target'],
    ] as const) {
      const asked = { name: `Keeps none ${type}`, type, config: {}, keepAnswersMinutes: 1 };
      const details = [{ field: 'keepAnswersMinutes', code: 'keeps-no-answers' }];
      expect(await api.master.post(path, asked)).toMatchObject({ status: 422, body: { details } });
    }
  });

  it('is used as it is after the change by the calls of a running campaign', async () => {
    const desk = await campaignDesk(api);
    const service = await make(DNC, 'test-dnc', { baseUrl: 'https://a.example/' });
    const id = await desk.campaign({ dncServiceIds: [service.id] });
    await desk.administrator.post(`/api/v1/campaigns/${id}/start`);
    const check = () => api.service.app.get(PluginInstances).dnc(service.id).check('554183015031');
    expect(await check()).toEqual({ kind: 'clear' });
    await change(DNC, service, { config: { baseUrl: 'https://listed.example/' } });
    expect(await check()).toEqual({ kind: 'listed' });
    expect((await desk.administrator.get(`/api/v1/campaigns/${id}`)).body).toMatchObject({
      state: 'STARTED',
    });
    expect(codeOf(await remove(DNC, service))).toEqual([409, 'not-allowed-now']);
    await desk.administrator.post(`/api/v1/campaigns/${id}/stop`);
  });

  it('is removed when no campaign uses it', async () => {
    const desk = await campaignDesk(api);
    const id = await desk.campaign();
    const { name } = (await desk.administrator.get(`/api/v1/campaigns/${id}`)).body as { name: string };
    const used = (await api.master.get(`${TARGETS}/${desk.targetId}`)).body as Instance;
    const refused = await remove(TARGETS, used);
    expect([refused.status, (refused.body as { message: string }).message]).toEqual([
      409,
      `The campaign "${name}" uses "${used.name}": choose another one there first.`,
    ]);
    expect((await api.master.get(`${TARGETS}/${used.id}/queues`)).status).toBe(200);
    await desk.administrator.send('DELETE', `/api/v1/campaigns/${id}`);
    expect((await remove(TARGETS, used)).status).toBe(204);
    for (const path of ['', '/queues', '/health'])
      expect((await api.master.get(`${TARGETS}/${used.id}${path}`)).status).toBe(404);
    expect((await remove(TARGETS, used)).status).toBe(404);
  });

  it.each([DNC, '/api/v1/amd-detectors', '/api/v1/pacing-strategies'])(
    'that is built in is neither changed nor removed, nor by the address of another kind: %s',
    async (path) => {
      const [builtIn] = ((await api.master.get(path)).body as Instance[]).filter((each) => each.builtIn);
      expect(codeOf(await change(path, builtIn!, { name: 'Mine' }))).toEqual([409, 'not-allowed-now']);
      expect(codeOf(await change(path, builtIn!, { config: {} }))).toEqual([409, 'not-allowed-now']);
      expect(codeOf(await remove(path, builtIn!))).toEqual([409, 'not-allowed-now']);
      expect((await change(TARGETS, builtIn!, { name: 'Mine' })).status).toBe(404);
      expect((await remove(TARGETS, builtIn!)).status).toBe(404);
      expect((await api.master.get(`${path}/${builtIn!.id}`)).body).toEqual(builtIn);
    },
  );

  it('of a detector is told apart from the built-in ones, and stays while a campaign uses it, which is named', async () => {
    const path = '/api/v1/amd-detectors';
    const own = await make(path, 'amd-cadence', { profile: 'custom' });
    const desk = await campaignDesk(api);
    const id = await desk.campaign({ name: 'With its own', amdDetectorId: own.id });
    expect((await desk.administrator.get(`/api/v1/campaigns/${id}`)).body).toMatchObject({
      amdDetector: { id: own.id, builtIn: false },
    });
    const refused = await remove(path, own);
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { reason: 'instance-used', params: { name: own.name, campaign: 'With its own' } },
    ]);
    await desk.administrator.send('DELETE', `/api/v1/campaigns/${id}`);
    expect((await remove(path, own)).status).toBe(204);
  });

  it('of a detector or a pacing strategy can be made, changed and removed beside the built-in one', async () => {
    for (const [path, type] of [
      ['/api/v1/amd-detectors', 'amd-cadence'],
      ['/api/v1/pacing-strategies', 'pacing-progressive'],
    ] as const) {
      const own = await make(path, type, {});
      expect((await change(path, own, { name: `Own ${type}` })).body).toMatchObject({ name: `Own ${type}` });
      expect((await api.master.post(`${path}/test`, { type, config: {} })).body).toMatchObject({
        healthy: true,
      });
      expect((await remove(path, own)).status).toBe(204);
    }
  });
});

describe('a number of the Embedded Service', () => {
  it('is looked up, written as people write it', async () => {
    const api = await startTestService();
    const [embedded] = (await api.master.get(DNC)).body as Instance[];
    await api.master.csv(`${DNC}/${embedded!.id}/numbers?mode=replace&region=BR`, '554181021119');
    const lookUp = (query: string) => api.master.get(`${DNC}/${embedded!.id}/numbers/one?${query}`);
    expect((await lookUp('number=554181021119')).body).toEqual({ number: '554181021119', listed: true });
    expect((await lookUp('number=(41)%208102-1119&region=BR')).body).toEqual({
      number: '554181021119',
      listed: true,
    });
    expect((await lookUp('number=%2B554181021120')).body).toMatchObject({ listed: false });
    for (const wrong of ['number=1', 'number=', 'number=4181021119', 'number=554181021119&region=Brazil'])
      expect([wrong, (await lookUp(wrong)).status]).toEqual([wrong, 400]);
    expect(api.logLines.join('')).not.toMatch(/55418102\d{4}/);
    await api.close();
  });
});

describe('the form of a built-in type', () => {
  interface Field {
    readonly title?: string;
    readonly writeOnly?: boolean;
    readonly format?: string;
  }

  it('has a title for each field, and its secrets are passwords', () => {
    const builtIn = BUILT_IN_PLUGINS.flatMap((plugin) => loadBuiltIn(plugin).extensions);
    for (const { kind, id, configSchema } of new ExtensionRegistry(builtIn).list()) {
      for (const [name, field] of Object.entries(
        (configSchema['properties'] ?? {}) as Record<string, Field>,
      )) {
        expect([kind, id, name, field.title]).toEqual([kind, id, name, expect.any(String)]);
        if (field.writeOnly === true) expect([id, name, field.format]).toEqual([id, name, 'password']);
      }
    }
  });
});
