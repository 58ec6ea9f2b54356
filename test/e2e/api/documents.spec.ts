import { routesOf } from '../../support/api-routes.js';
import { startTestService, type TestService } from '../../support/test-service.js';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: unknown[];
  readonly parameters?: { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Record<string, { readonly content?: unknown; readonly description: string }>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown>; readonly securitySchemes: object };
}

describe('the OpenAPI document', () => {
  let api: TestService;
  let document: Document;
  beforeAll(async () => {
    api = await startTestService();
    document = (await api.client().get('/api/docs-json')).body as Document;
  });
  afterAll(() => api.close());

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        operation,
      })),
    );

  it('describes every route, and no other', () => {
    const declared = routesOf(api.service).map(
      ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    );
    expect(
      operations()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(declared.sort());
  });

  it('says of every route what it does, who may call it, and what it answers', () => {
    for (const { name, operation } of operations()) {
      expect([name, operation.summary]).toEqual([name, expect.any(String)]);
      const isOpen = /v1\/health|donotcall|metrics|POST \/api\/v1\/session$/.test(name);
      expect([name, operation.security !== undefined]).toEqual([name, !isOpen]);
      // A part of what 200 sends whole is no answer of its own.
      const success = Object.entries(operation.responses).filter(([status]) => /^2(?!06)/.test(status));
      expect([name, success.length]).toEqual([name, 1]);
      const [status, response] = success[0]!;
      expect([name, response.content !== undefined]).toEqual([name, status !== '204']);
      expect(operation.responses['default']).toBeDefined();
    }
  });

  it('names every operation and every enumeration, so that clients have names to call them by', () => {
    const names = operations().map(({ operation }) => operation.operationId);
    expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]+)+$/.test(name ?? ''))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);

    const { schemas } = document.components;
    const unnamed = Object.fromEntries(
      Object.entries(schemas).filter(([, schema]) => !('enum' in (schema as object))),
    );
    const inPlace = /"enum":\["[^"]+",/;
    expect(JSON.stringify(unnamed)).not.toMatch(inPlace);
    expect(JSON.stringify(document.paths)).not.toMatch(inPlace);
  });

  it('gives every error its form', () => {
    for (const { name, operation } of operations()) {
      for (const [status, response] of Object.entries(operation.responses)) {
        if (/^[45]/.test(status))
          expect([name, status, response.content]).toEqual([name, status, expect.anything()]);
      }
    }
  });

  it('describes every parameter and body', () => {
    for (const { name, operation } of operations()) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect([name, inPath.map((each) => `{${each.name}}`)]).toEqual([name, name.match(/\{\w+\}/g) ?? []]);
      const takesBody =
        /^(POST|PUT|PATCH)/.test(name) && !/\/(start|stop|rollback|enable|disable)$/.test(name);
      expect([name, operation.requestBody !== undefined]).toEqual([name, takesBody]);
    }
  });

  it('refers to nothing that it does not define', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((name) => !(name! in document.components.schemas))).toEqual([]);
  });

  it('has limits and defaults of the manual', () => {
    expect(document.openapi).toMatch(/^3\./);
    expect(document.components.schemas['CreateCampaignDto']).toMatchObject({
      required: expect.arrayContaining(['name', 'groupId', 'queueId']) as string[],
      properties: {
        maxAttempts: { type: 'integer', minimum: 1, maximum: 100, default: 5 },
        retryAfterMinutes: { type: 'integer', minimum: 1, maximum: 1440, default: 60 },
      },
    });
  });

  it('can be read by people, in a page whose scripts are the service’s own', async () => {
    const page = await api.client().get('/api/docs');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    for (const [, script] of String(page.body).matchAll(/<script src="([^"]+)"/g)) {
      expect((await api.client().get(new URL(script!, 'https://x/api/docs').pathname)).status).toBe(200);
    }
  });
});

describe('the service', () => {
  let api: TestService;
  beforeAll(async () => {
    const since = new Date('2026-11-23T12:00:00Z');
    api = await startTestService([
      { trunk: 'pbx', name: '100', registration: 'registered', since, busy: true },
      { trunk: 'pbx', name: '101', registration: 'failed', since, sipCode: 403, busy: false },
    ]);
  });
  afterAll(() => api.close());

  it('says that it lives and is ready', async () => {
    expect((await api.client().get('/api/v1/health/live')).body).toEqual({ status: 'ok' });
    expect((await api.client().get('/api/v1/health/ready')).body).toEqual({
      status: 'ready',
      ports: { configured: 2, registered: 1 },
    });
  });

  it('tells a Master what it is', async () => {
    expect((await api.master.get('/api/v1/system')).body).toMatchObject({
      versions: {
        service: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
        pluginApi: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
        node: process.versions.node,
        postgres: expect.stringMatching(/^\d+/) as string,
      },
      uptimeSeconds: expect.any(Number) as number,
      ports: [
        { name: '100', registration: 'registered', since: '2026-11-23T12:00:00.000Z', busy: true },
        { name: '101', registration: 'failed', since: '2026-11-23T12:00:00.000Z', sipCode: 403, busy: false },
      ],
      instances: expect.arrayContaining([
        expect.objectContaining({ name: 'Progressive', inService: true }),
      ]) as [],
    });
  });

  it('tells a Master how everything fares that it needs', async () => {
    const values = { name: 'Broken', type: 'test-target', config: { fault: 'It is switched off.' } };
    await api.master.post('/api/v1/dial-targets', values);
    expect((await api.master.get('/api/v1/system/health')).body).toMatchObject({
      database: { healthy: true, answerMs: expect.any(Number) as number },
      instances: expect.arrayContaining([
        expect.objectContaining({ name: 'Embedded Service', kind: 'dnc-provider', healthy: true }),
        expect.objectContaining({
          name: 'Broken',
          inService: true,
          healthy: false,
          message: 'It is switched off.',
        }),
      ]) as [],
    });
  });

  it('refuses what the database cannot hold by the name of the field', async () => {
    const config = { note: { text: 'a\0b' } };
    const { id } = (await api.master.post('/api/v1/groups', { name: 'For NUL' })).body as { id: string };
    const answers = [
      await api.master.post('/api/v1/groups', { name: 'a\0b' }),
      await api.master.post('/api/v1/dial-targets', { name: 'a', type: 'test-target', config }),
      await api.master.get('/api/v1/users?search=%00'),
      await api.client().login('a\0b', 'password'),
      await api.master.get('/api/v1/call-records?before=9223372036854775808'),
      await api.master.get(`/api/v1/campaigns/${id}/leads?after=9999999999999999999`),
    ];
    expect(answers.map(({ status, body }) => [status, (body as { message: string }).message])).toEqual(
      ['name', 'config.note.text', 'search', 'userName', 'before', 'after'].map((field) => [
        400,
        expect.stringContaining(field) as string,
      ]),
    );
    expect((await api.master.get('/api/v1/call-records?before=9223372036854775807')).status).toBe(200);
  });

  it('answers what it does not understand in the one form of errors, without a trace of its inside', async () => {
    const broken = { headers: { 'content-type': 'application/json' }, body: '{"name":' };
    const huge = { name: 'x'.repeat(300_000) };
    const answers = [
      await api.master.send('POST', '/api/v1/groups', broken),
      await api.master.post('/api/v1/groups', huge),
      await api.master.get('/api/v1/nothing'),
      await api.master.get('/api/v1/users/7'),
      await api.master.send('PUT', '/api/v1/groups', { body: {} }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 413, 404, 400, 404]);
    for (const { status, body } of answers) {
      expect(body).toEqual({
        statusCode: status,
        code: expect.any(String) as string,
        message: expect.stringMatching(/^[A-Z].*\.$/) as string,
        reason: expect.any(String) as string,
        params: {},
      });
      expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts|\.js|    at /);
    }
  });

  it('hides what it is built with, and lets nothing be kept or framed', async () => {
    const { headers } = await api.client().get('/api/v1/health/live');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});
