import { definitionOf, type DncProvider, type PluginHost } from '@marcador/plugin-api';
import { describeDncProvider, dncWebService } from '@marcador/plugin-testkit';
import plugin from '../src/index.js';
import { API_KEY, FakeRegistry, send } from './fake-registry.js';

const LISTED = '554181021119';
const CLEAR = '554181021118';
const { signal } = new AbortController();

describeDncProvider('the registry over HTTP, as a provider,', {
  plugin,
  outside: dncWebService({
    config: (origin) => ({ baseUrl: origin, apiKey: API_KEY, timeoutMs: 5000 }),
    answer({ body }, isListed) {
      const { numbers } = JSON.parse(body) as { numbers: string[] };
      return { results: numbers.map((number) => ({ number, listed: isListed(number) })) };
    },
  }),
  refused: [{ apiKey: undefined }, { baseUrl: 'http://registry.example.com' }],
});

describe('the registry over HTTP', () => {
  let registry: FakeRegistry;
  beforeEach(async () => {
    registry = await FakeRegistry.start();
    registry.listed.add(LISTED);
  });
  afterEach(() => registry.stop());

  function provider(values: object = registry.oauth): Required<DncProvider> {
    const definition = definitionOf(plugin)?.definition;
    const config = definition?.config.parse({ timeoutMs: 5000, ...values }) as Record<string, unknown>;
    return definition?.create(config, {} as PluginHost) as Required<DncProvider>;
  }

  it.each([
    [LISTED, true],
    [CLEAR, false],
  ])('tells whether %s is listed: %s', async (number, listed) => {
    await expect(provider().check(number, { signal })).resolves.toEqual({ listed });
  });

  it('asks about many numbers in one request, and answers in their order', async () => {
    const requests = [{ number: CLEAR }, { number: LISTED }, { number: CLEAR }];
    const answers = [{ listed: false }, { listed: true }, { listed: false }];
    await expect(provider().checkMany(requests, { signal })).resolves.toEqual(answers);
    expect(registry.lookUps).toEqual([[CLEAR, LISTED, CLEAR]]);
    expect(provider({ ...registry.oauth, largestBatch: 50 }).largestBatch).toBe(50);
  });

  it('sends the API key where one is configured, and asks for no token', async () => {
    const withKey = provider({ baseUrl: `${registry.origin}/v1`, apiKey: API_KEY });
    await expect(withKey.check(LISTED, { signal })).resolves.toEqual({ listed: true });
    expect(registry.tokenRequests).toEqual([]);
  });

  it('asks for one token by client credentials, and keeps it', async () => {
    const dnc = provider();
    for (let lookUp = 0; lookUp < 3; lookUp++) await dnc.check(CLEAR, { signal });
    expect(registry.tokenRequests).toEqual(['grant_type=client_credentials']);
  });

  it('asks for a new token shortly before the old one runs out', async () => {
    registry.expiresIn = 29;
    const dnc = provider();
    for (let lookUp = 0; lookUp < 2; lookUp++) await dnc.check(CLEAR, { signal });
    expect(registry.tokenRequests).toHaveLength(2);
  });

  it('keeps a token that tells no end until it is refused', async () => {
    registry.expiresIn = undefined;
    const dnc = provider();
    for (let lookUp = 0; lookUp < 2; lookUp++) await dnc.check(CLEAR, { signal });
    expect(registry.tokenRequests).toHaveLength(1);
  });

  it('gets a new token when the old one was withdrawn, and asks once more', async () => {
    const dnc = provider();
    await dnc.check(CLEAR, { signal });
    registry.withdrawToken();
    await expect(dnc.check(LISTED, { signal })).resolves.toEqual({ listed: true });
    expect(registry.tokenRequests).toHaveLength(2);
  });

  it('does not ask without end where new tokens are refused too', async () => {
    registry.lookUp = (response) => send(response, 401, {});
    await expect(provider().check(CLEAR, { signal })).rejects.toThrow(/refuses the credentials \(401\)/);
    expect(registry.lookUps).toHaveLength(2);
  });

  it('says that the client is refused, without its secret', async () => {
    const wrong = provider({ ...registry.oauth, clientSecret: 'wrong-one' }).check(CLEAR, { signal });
    await expect(wrong).rejects.toThrow(/refuses the credentials \(401\)/);
    await expect(wrong).rejects.not.toThrow(/wrong-one/);
    expect(registry.lookUps).toEqual([]);
  });

  it.each<[string, FakeRegistry['lookUp']]>([
    ['status 500', (response) => send(response, 500, { results: [{ number: CLEAR, listed: false }] })],
    ['a redirect', (response) => response.writeHead(307, { location: '/v1/lookups' }).end()],
    ['HTML', (response) => response.end('<html>false</html>')],
    [
      'a string for a boolean',
      (response) => send(response, 200, { results: [{ number: CLEAR, listed: 'no' }] }),
    ],
    ['another number', (response) => send(response, 200, { results: [{ number: LISTED, listed: false }] })],
    ['nothing about it', (response) => send(response, 200, { results: [] })],
    ['a broken connection', (response) => response.destroy()],
  ])('never takes %s for clear, and tells no number', async (_, lookUp) => {
    registry.lookUp = lookUp;
    const asked = provider().check(CLEAR, { signal });
    await expect(asked).rejects.toThrow(/\.$/);
    await expect(asked).rejects.not.toThrow(new RegExp(CLEAR));
  });

  it.each([[[true, false]], [[false, true]]])('takes a number told listed %j for listed', async (told) => {
    const results = told.map((listed) => ({ number: CLEAR, listed }));
    registry.lookUp = (response) => send(response, 200, { results });
    await expect(provider().check(CLEAR, { signal })).resolves.toEqual({ listed: true });
    await expect(provider().checkMany([{ number: CLEAR }], { signal })).resolves.toEqual([{ listed: true }]);
  });

  it('rejects after the time-out', async () => {
    registry.lookUp = () => undefined;
    const slow = provider({ ...registry.oauth, timeoutMs: 200 });
    await expect(slow.check(CLEAR, { signal })).rejects.toThrow(/did not answer within 200 ms/);
  });

  it.each(['lookUp', 'tokenAnswer'] as const)('stops when the host gives up during %s', async (request) => {
    const abort = new AbortController();
    registry[request] = () => abort.abort(new Error('The host gave up.'));
    await expect(provider().check(CLEAR, { signal: abort.signal })).rejects.toThrow('The host gave up.');
  });

  it('asks as health about a number that belongs to nobody', async () => {
    await expect(provider().health(signal)).resolves.toMatchObject({ healthy: true });
    expect(registry.lookUps).toEqual([['12025550100']]);
    await registry.stop();
    await expect(provider().health(signal)).rejects.toThrow(/cannot be reached/);
  });

  it.each([
    [{ apiKey: 'k', tokenUrl: 'https://example.com/token' }],
    [{ clientId: 'c', clientSecret: 's' }],
    [{}],
    [{ apiKey: 'k', baseUrl: 'http://registry.example.com/' }],
    [{ apiKey: 'k', baseUrl: 'ftp://registry.example.com/' }],
  ])('refuses the configuration %j', (part) => {
    const schema = definitionOf(plugin)?.definition.config;
    expect(schema?.safeParse({ baseUrl: 'https://registry.example.com', ...part }).success).toBe(false);
  });
});
