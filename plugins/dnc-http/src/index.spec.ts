import { once } from 'node:events';
import { definitionOf, type DncProvider, type PluginHost } from '@marcador/plugin-api';
import {
  describeDncProvider,
  dncWebService,
  FakeWebService,
  json,
  type WebReply,
} from '@marcador/plugin-testkit';
import { selfSigned, type KeyPair } from '../../../test/support/certificates.js';
import plugin from './index.js';

const NUMBER = '554181021119';
const never = new AbortController().signal;

const certificate = memoized(() => selfSigned('127.0.0.1'));

describeDncProvider('the do-not-call web service, as a provider,', {
  plugin,
  outside: dncWebService({
    keys: certificate,
    config: (origin, keys) => ({
      url: `${origin}/donotcall`,
      caCertificate: keys?.cert,
      timeoutMs: 5000,
      headers: { Authorization: 'Bearer s3cret' },
    }),
    answer({ body }, isListed) {
      const { number } = JSON.parse(body) as { number: string };
      return { number, doNotCall: isListed(number) };
    },
  }),
});

function memoized<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

describe('the do-not-call web service', () => {
  let pem: KeyPair;
  let service: FakeWebService;
  const open: DncProvider[] = [];
  const others: FakeWebService[] = [];

  beforeAll(async () => {
    pem = await selfSigned('127.0.0.1');
  });
  beforeEach(async () => {
    service = await FakeWebService.start(pem);
    service.reply = json(200, { number: NUMBER, doNotCall: false });
  });
  afterEach(async () => {
    for (const provider of open.splice(0)) await provider.close?.();
    for (const other of [service, ...others.splice(0)]) await other.stop();
  });

  function provider(config: object = {}): DncProvider {
    const definition = definitionOf(plugin)?.definition;
    const parsed = definition?.config.parse({
      url: `${service.origin}/donotcall`,
      caCertificate: pem.cert,
      timeoutMs: 5000,
      ...config,
    });
    const made = definition?.create(parsed as Record<string, unknown>, {} as PluginHost) as DncProvider;
    open.push(made);
    return made;
  }

  const check = (config?: object) => provider(config).check(NUMBER, { signal: never });

  it('accepts an answer that does not repeat the number', async () => {
    service.reply = json(200, { doNotCall: true });
    await expect(check()).resolves.toEqual({ listed: true });
  });

  it('posts the number as JSON with the configured headers', async () => {
    await check({ headers: { Authorization: 'Bearer s3cret' } });
    expect(service.questions).toMatchObject([
      {
        method: 'POST',
        url: '/donotcall',
        body: `{"number":"${NUMBER}"}`,
        headers: { authorization: 'Bearer s3cret', 'content-type': 'application/json' },
      },
    ]);
  });

  it('tells who calls, where it is configured to, and only then', async () => {
    const campaign = { id: '6f1c', name: 'Spring' };
    const context = { signal: never, campaign, company: 'Acme Ltda', callerNumber: '+554130304040' };
    await provider().check(NUMBER, context);
    await provider({ sendsOccasion: true }).check(NUMBER, context);
    expect(service.questions.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { number: NUMBER },
      { number: NUMBER, campaign, company: 'Acme Ltda', callerNumber: '+554130304040' },
    ]);
  });

  it('keeps its connection open from one look-up to the next', async () => {
    const dnc = provider();
    for (let lookUp = 0; lookUp < 10; lookUp++) await dnc.check(NUMBER, { signal: never });
    // A second one may open when a look-up begins in the very tick in which the one before it ended.
    expect(service.connections).toBeLessThanOrEqual(2);
  });

  it('is asked about a number each time', async () => {
    const dnc = provider();
    for (let lookUp = 0; lookUp < 2; lookUp++) await dnc.check(NUMBER, { signal: never });
    expect(service.questions).toHaveLength(2);
  });

  it.each<[string, WebReply, RegExp]>([
    ['status 201', json(201, { doNotCall: false }), /answered with status 201 instead of 200/],
    ['a string in place of the boolean', json(200, { doNotCall: 'false' }), /something other than/],
    ['no doNotCall', json(200, { number: NUMBER }), /something other than/],
    ['a list', json(200, [{ doNotCall: false }]), /something other than/],
    ['another number', json(200, { number: '554181021118', doNotCall: false }), /about another number/],
    [
      'more than 64 KB',
      json(200, { doNotCall: false, padding: 'x'.repeat(70_000) }),
      /answered with far too much data/,
    ],
    [
      'a connection closed in the middle of the body',
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"doNotCall":false', () => response.destroy());
      },
      /cannot be reached/,
    ],
  ])('rejects on %s', async (_what, reply, reason) => {
    service.reply = reply;
    await expect(check()).rejects.toThrow(reason);
  });

  it('does not follow a redirect, least of all to plain HTTP', async () => {
    const plain = await FakeWebService.start();
    others.push(plain);
    plain.reply = json(200, { doNotCall: false });
    service.reply = (response) => response.writeHead(307, { location: `${plain.origin}/donotcall` }).end();

    await expect(check()).rejects.toThrow(/answered with status 307 instead of 200/);
    expect(plain.questions).toEqual([]);
  });

  it('rejects when the answer takes longer than the time-out, and gives the connection up', async () => {
    let gaveUp: Promise<unknown> = Promise.resolve();
    service.reply = (response) => {
      gaveUp = once(response, 'close');
    };
    await expect(check({ timeoutMs: 50 })).rejects.toThrow(/did not answer within 50 ms/);
    await gaveUp;
  });

  it('rejects when the body stalls beyond the time-out', async () => {
    service.reply = (response) => {
      response.writeHead(200);
      response.write('{"doNot');
    };
    await expect(check({ timeoutMs: 50 })).rejects.toThrow(/did not answer within 50 ms/);
  });

  it('rejects a certificate that no configured authority has issued, and sends it no number', async () => {
    const other = await selfSigned('127.0.0.1');
    await expect(check({ caCertificate: other.cert })).rejects.toThrow(/certificate .* is not trusted/);
    await expect(check({ caCertificate: undefined })).rejects.toThrow(/certificate .* is not trusted/);
    expect(service.questions).toEqual([]);
  });

  it('rejects a certificate of another host', async () => {
    const elsewhere = await selfSigned('192.0.2.1');
    const impostor = await FakeWebService.start(elsewhere);
    others.push(impostor);
    await expect(check({ url: impostor.origin, caCertificate: elsewhere.cert })).rejects.toThrow(
      /certificate .* is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    );
    expect(impostor.questions).toEqual([]);
  });

  it('says in a sentence that nobody listens', async () => {
    const dnc = provider();
    await service.stop();
    await expect(dnc.check(NUMBER, { signal: never })).rejects.toThrow(/cannot be reached \(ECONNREFUSED\)/);
  });

  it('tests its configuration with a number that belongs to nobody', async () => {
    service.reply = json(200, { number: '12025550100', doNotCall: false });
    const report = await provider().health?.(never);
    expect(report).toMatchObject({ healthy: true });
    expect(service.questions[0]?.body).toBe('{"number":"12025550100"}');
  });

  it('never tells the number in an error', async () => {
    service.reply = json(200, { number: '1', doNotCall: false });
    await expect(check()).rejects.not.toThrow(new RegExp(NUMBER));
  });
});

describe('its configuration', () => {
  const schema = definitionOf(plugin)?.definition.config;

  it.each([
    ['http://dnc.example.com/', 'plain HTTP'],
    ['https://user:pw@dnc.example.com/', 'a password in the address'],
    ['dnc.example.com', 'no scheme'],
  ])('refuses %s (%s)', (url) => {
    expect(schema?.safeParse({ url }).success).toBe(false);
  });

  it.each([
    [{ timeoutMs: 49 }],
    [{ timeoutMs: 5001 }],
    [{ caCertificate: 'no certificate' }],
    [{ headers: { Host: 'elsewhere' } }],
    [{ headers: { 'X-Key': 'a\r\nX-Other: b' } }],
    [{ headers: { 'X Key': 'a' } }],
  ])('refuses %j', (part) => {
    expect(schema?.safeParse({ url: 'https://dnc.example.com/', ...part }).success).toBe(false);
  });

  it('waits 800 ms by default, and sends no more than the number', () => {
    expect(schema?.parse({ url: 'https://dnc.example.com/' })).toEqual({
      url: 'https://dnc.example.com/',
      timeoutMs: 800,
      sendsOccasion: false,
    });
  });
});
