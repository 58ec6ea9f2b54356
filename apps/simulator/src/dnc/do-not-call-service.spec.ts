import { request } from 'node:https';
import { systemClock } from '@marcador/platform/clock.js';
import { EventLog } from '../event-log.js';
import { JsonServer } from '../http/json-server.js';
import { makeAuthority, makeServerCertificate } from './certificates.js';
import { DoNotCallService } from './do-not-call-service.js';

// docs/contracts/do-not-call.md, over real TLS.

const LISTED = '554181021119';
let authority: Awaited<ReturnType<typeof makeAuthority>>;
let service: DoNotCallService;
let log: EventLog;
let server: JsonServer;
let port: number;

beforeAll(async () => {
  authority = await makeAuthority('Test authority');
});

beforeEach(async () => {
  log = new EventLog();
  service = new DoNotCallService([LISTED], systemClock, log);
  server = new JsonServer(service.handler, await makeServerCertificate(authority, '127.0.0.1'));
  port = await server.open('127.0.0.1', 0);
});

afterEach(() => server.close());

function ask(
  body: object,
  options: { ca?: string; signal?: AbortSignal; path?: string; method?: string } = {},
): Promise<{ status: number | undefined; body: string }> {
  const { ca = authority.cert, path = '/donotcall', method = 'POST', signal } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, method, ca, ...(signal && { signal }) },
      (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () => resolve({ status: response.statusCode, body: text }));
        response.on('error', reject);
        response.on('aborted', () => reject(new Error('cut off')));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(body));
  });
}

it('tells the truth, and the log of each question', async () => {
  expect(JSON.parse((await ask({ number: LISTED })).body)).toEqual({ number: LISTED, doNotCall: true });
  expect(JSON.parse((await ask({ number: '5541999990001' })).body)).toMatchObject({ doNotCall: false });
  service.change(['5541999990001'], [LISTED]);
  expect(JSON.parse((await ask({ number: LISTED })).body)).toMatchObject({ doNotCall: false });
  expect(log.after(0)).toMatchObject([
    { type: 'dnc-query', number: LISTED, listed: true },
    { type: 'dnc-query', number: '5541999990001', listed: false },
    { type: 'dnc-query', number: LISTED, listed: false },
  ]);
});

it('cannot be trusted by another authority', async () => {
  const stranger = await makeAuthority('Stranger');
  await expect(ask({ number: LISTED }, { ca: stranger.cert })).rejects.toThrow(/certificate|verify|issuer/i);
});

it('refuses what is no question', async () => {
  expect((await ask({ number: '+55' })).status).toBe(400);
  expect((await ask({ number: LISTED }, { path: '/else' })).status).toBe(404);
  expect((await ask({ number: LISTED }, { method: 'PUT' })).status).toBe(405);
  expect(log.lastSeq).toBe(0);
});

it.each([
  ['error-500', 500, /INTERNAL/],
  ['html', 200, /<html>/],
  ['wrong-type', 200, /"doNotCall":"no"/],
  ['other-number', 200, /"5541810211190"/],
  ['redirect', 302, /^$/],
  ['slow', 200, /"doNotCall":true/],
] as const)('fails once by %s, then tells the truth again', async (kind, status, body) => {
  service.failNext(kind, 1, 1);
  const answer = await ask({ number: LISTED });
  expect(answer.status).toBe(status);
  expect(answer.body.replace('5541810211190', '5541810211190')).toMatch(body);
  expect((await ask({ number: LISTED })).body).toContain('"doNotCall":true');
  expect(log.after(0)).toMatchObject([{ fault: kind }, { listed: true }]);
  expect(log.after(1)?.[0]).not.toHaveProperty('fault');
});

it('is cut off in the middle of the body', async () => {
  service.failNext('cut-off', 1, 0);
  await expect(ask({ number: LISTED })).rejects.toThrow(/cut off|aborted|hang up/);
});

it('accepts and never answers', async () => {
  service.failNext('silent', 1, 0);
  const patience = new AbortController();
  const asked = ask({ number: LISTED }, { signal: patience.signal });
  const answered = new Promise<void>((resolve) => {
    log.subscribe(() => resolve());
  });
  await answered;
  patience.abort();
  await expect(asked).rejects.toThrow(/abort/i);
});
