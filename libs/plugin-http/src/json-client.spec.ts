import { once } from 'node:events';
import { z } from 'zod';
import { FakeWebService, json, type WebReply } from '@marcador/plugin-testkit';
import { selfSigned, type KeyPair } from '../../../test/support/certificates.js';
import { freePort } from '../../../test/support/ports.js';
import { JsonClient, type JsonClientOptions } from './json-client.js';
import { ServiceError } from './service-error.js';

const never = new AbortController().signal;
const answer = z.object({ ok: z.boolean() });
const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

describe('the JSON client', () => {
  let pem: KeyPair;
  let service: FakeWebService;
  const clients: JsonClient[] = [];
  const others: FakeWebService[] = [];

  beforeAll(async () => {
    pem = await selfSigned('127.0.0.1');
  });
  beforeEach(async () => {
    service = await FakeWebService.start(pem);
    service.reply = json(200, { ok: true });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    for (const each of [service, ...others.splice(0)]) await each.stop();
  });

  async function another(certificate?: KeyPair): Promise<FakeWebService> {
    const started = await FakeWebService.start(certificate);
    others.push(started);
    return started;
  }

  function client(options: Partial<JsonClientOptions> = {}): JsonClient {
    const made = new JsonClient({
      address: `${service.origin}/api`,
      caCertificate: pem.cert,
      answerMs: 10_000,
      ...options,
    });
    clients.push(made);
    return made;
  }

  const ask = (options?: Partial<JsonClientOptions>) => client(options).ask({ answer }, never);

  describe('asks', () => {
    it('the address itself, as it stands, unless a path is given', async () => {
      await ask({ address: `${service.origin}/look-up?list=1` });
      expect(service.questions).toMatchObject([{ method: 'GET', url: '/look-up?list=1', body: '' }]);
    });

    it.each(['/api', '/api/'])('below the address %s, with the query of the path', async (base) => {
      const under = client({ address: service.origin + base });
      await under.ask({ path: 'a%2Fb/events?afterSeq=3', answer }, never);
      expect(service.questions).toMatchObject([{ method: 'GET', url: '/api/a%2Fb/events?afterSeq=3' }]);
    });

    it('its own service only, whatever the path says', async () => {
      const elsewhere = await another();
      await client().ask({ path: `${elsewhere.origin}/x`, answer }, never);
      expect(elsewhere.questions).toEqual([]);
      expect(service.questions).toMatchObject([{ url: '/x' }]);
    });

    it('with a body by POST, and with the configured headers', async () => {
      const headers = { Authorization: 'Bearer s3cret' };
      await client({ headers }).ask({ body: { number: '1' }, answer }, never);
      expect(service.questions).toMatchObject([
        {
          method: 'POST',
          body: '{"number":"1"}',
          headers: {
            authorization: 'Bearer s3cret',
            'content-type': 'application/json',
            accept: 'application/json',
          },
        },
      ]);
    });

    it('over plain HTTP where the address says so', async () => {
      const plain = await another();
      plain.reply = json(200, { ok: false });
      await expect(ask({ address: plain.origin })).resolves.toEqual({ ok: false });
    });

    it('on connections that stay open', async () => {
      const asking = client();
      for (let times = 0; times < 10; times++) await asking.ask({ answer }, never);
      // A second one may open when a request begins in the very tick in which the one before it ended.
      expect(service.connections).toBeLessThanOrEqual(2);
    });

    it('on no more connections than it may have', async () => {
      const asking = client({ mostConnections: 2 });
      await Promise.all(Array.from({ length: 10 }, () => asking.ask({ answer }, never)));
      expect(service.questions).toHaveLength(10);
      expect(service.connections).toBeLessThanOrEqual(2);
    });
  });

  describe('takes for no answer', () => {
    it.each<[string, WebReply, RegExp]>([
      ['another status than 200', json(201, { ok: true }), /answered with status 201 instead of 200\.$/],
      [
        'a body that is not JSON',
        (response) => response.end('<html>true</html>'),
        /something other than it should: check the address\.$/,
      ],
      ['an empty body', (response) => response.end(), /something other than it should/],
      [
        'JSON against the contract',
        json(200, { ok: 'true' }),
        /answered with something other than it should/,
      ],
      [
        'a body that is broken off',
        (response) => {
          response.writeHead(200, { 'content-length': '100' });
          response.write('{"ok":true', () => response.destroy());
        },
        /cannot be reached \(\w+\)\.$/,
      ],
      [
        'a body that is too large',
        json(200, { ok: true, padding: 'x'.repeat(2000) }),
        /answered with far too much data: check the address\.$/,
      ],
    ])('%s', async (_what, reply, reason) => {
      service.reply = reply;
      const failed = ask({ longestAnswerBytes: 1000 });
      await expect(failed).rejects.toThrow(reason);
      await expect(failed).rejects.toThrow(ServiceError);
      await expect(failed).rejects.toThrow(`${new URL(service.origin).host} `);
    });

    it('what is not JSON, even where the contract lets everything pass', async () => {
      service.reply = (response) => response.end('fine');
      await expect(client().ask({ answer: z.unknown() }, never)).rejects.toThrow(
        /something other than it should/,
      );
    });

    it('a redirect, which it does not follow', async () => {
      const elsewhere = await another();
      service.reply = (response) => response.writeHead(307, { location: elsewhere.origin }).end();
      await expect(ask()).rejects.toThrow(/status 307 instead of 200/);
      expect(elsewhere.questions).toEqual([]);
    });

    it('a connection closed without one, and does not ask twice', async () => {
      service.reply = (response) => response.destroy();
      await expect(ask()).rejects.toThrow(/cannot be reached/);
      expect(service.questions).toHaveLength(1);
    });

    it('one that comes after the deadline, and gives the connection up', async () => {
      let gaveUp: Promise<unknown> = Promise.resolve();
      service.reply = (response) => {
        gaveUp = once(response, 'close');
      };
      await expect(ask({ answerMs: 50 })).rejects.toThrow(/did not answer within 50 ms\.$/);
      await gaveUp;
    });

    it('one whose body stalls beyond the deadline', async () => {
      service.reply = (response) => void response.writeHead(200).write('{"o');
      await expect(ask({ answerMs: 50 })).rejects.toThrow(/did not answer within 50 ms/);
    });
  });

  it('waits longer for a request that the service may hold', async () => {
    const plain = await another();
    plain.reply = () => {};
    const held = client({ address: plain.origin, answerMs: 500 }).ask({ answer, heldMs: 50 }, never);
    await expect(held).rejects.toThrow(/did not answer within 550 ms/);
  });

  it('rejects with the reason of the caller who gives up, before and while it asks', async () => {
    const early = client().ask({ answer }, AbortSignal.abort(new Error('Nobody waits.')));
    await expect(early).rejects.toThrow('Nobody waits.');
    expect(service.questions).toEqual([]);

    const abort = new AbortController();
    service.reply = () => abort.abort(new Error('The caller gave up.'));
    await expect(client().ask({ answer }, abort.signal)).rejects.toThrow('The caller gave up.');
  });

  it('rejects what is under way when it is closed', async () => {
    const asking = client();
    service.reply = () => void asking.close();
    await expect(asking.ask({ answer }, never)).rejects.toThrow(/cannot be reached/);
  });

  it('trusts no certificate that the configured authority has not issued, and tells it nothing', async () => {
    const other = await selfSigned('127.0.0.1');
    await expect(ask({ caCertificate: other.cert })).rejects.toThrow(
      /certificate that is not trusted \(\w+\): configure the CA certificate/,
    );
    await expect(ask({ caCertificate: undefined })).rejects.toThrow(/certificate that is not trusted/);
    expect(service.questions).toEqual([]);
  });

  it('trusts no certificate of another host, and tells it nothing', async () => {
    const elsewhere = await selfSigned('192.0.2.1');
    const impostor = await another(elsewhere);
    await expect(ask({ address: impostor.origin, caCertificate: elsewhere.cert })).rejects.toThrow(
      /certificate that is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    );
    expect(impostor.questions).toEqual([]);
  });

  it('says in a sentence that what listens speaks no TLS, or that nobody listens', async () => {
    const plain = await another();
    await expect(ask({ address: plain.origin.replace('http:', 'https:') })).rejects.toThrow(
      /does not speak TLS as it should \(ERR_SSL_\w+\)\.$/,
    );
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    await expect(ask({ address: nowhere })).rejects.toThrow(/cannot be reached \(ECONNREFUSED\)\.$/);
  });

  describe('tells in its errors', () => {
    it('the code and the words of a refusal, where the service has a form for them', async () => {
      service.reply = json(401, { error: { code: 'EXPIRED', message: 'no session' } });
      const host = new URL(service.origin).host;
      await expect(
        client({ refusal }).ask({ path: 'Logon', what: 'Logon', answer }, never),
      ).rejects.toMatchObject({
        code: 'EXPIRED',
        message: `${host} (Logon) refuses: no session (EXPIRED).`,
      });
      service.reply = json(502, { oops: true });
      await expect(ask({ refusal })).rejects.toThrow(/answered with status 502 instead of 200/);
    });

    it('nothing of the words of a refusal otherwise', async () => {
      service.reply = json(400, { error: { code: '554181021119', message: '554181021119 is odd' } });
      await expect(ask()).rejects.toThrow(/answered with status 400 instead of 200\.$/);
    });

    it('what was asked, and what was expected, by the names these were given', async () => {
      service.reply = json(200, {});
      const described = answer.describe('{"ok": true or false}');
      await expect(client().ask({ what: 'Check', answer: described }, never)).rejects.toThrow(
        /\(Check\) answered with something other than \{"ok": true or false\}: check the address/,
      );
    });

    it('nothing secret or personal that was sent', async () => {
      service.reply = (response, question) =>
        json(500, { ...question, error: { code: question.body, message: question.url } })(response, question);
      const asking = client({
        address: `${service.origin}/554181021119?key=s3cret`,
        headers: { 'X-Key': 's3cret' },
      });
      for (const path of [undefined, '554181021119']) {
        const request = { ...(path === undefined ? {} : { path }), body: { key: 's3cret' }, answer };
        const failed = asking.ask(request, never);
        await expect(failed).rejects.toThrow(/status 500/);
        await expect(failed).rejects.not.toThrow(/s3cret|554181021119/);
      }
    });
  });
});
