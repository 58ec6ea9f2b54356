import { ManualClock } from '@marcador/platform/manual-clock.js';
import { EventLog } from '../event-log.js';
import { JsonServer } from '../http/json-server.js';
import { ContactCenter } from './contact-center.js';
import { OsccApplications } from './oscc-applications.js';
import { osccHandler } from './oscc-server.js';

// docs/contracts/oscc.md, over real HTTP.

const fixed = { min: 1000, max: 1000 };
const ACCESS = { user: 'marcador', password: 'simulated', tenant: 'main', keepAliveSeconds: 30 };
let clock: ManualClock;
let log: EventLog;
let center: ContactCenter;
let applications: OsccApplications;
let server: JsonServer;
let baseUrl: string;

beforeEach(async () => {
  clock = new ManualClock('2026-11-22T08:00:00Z');
  log = new EventLog();
  const queues = [
    { id: 'q1', name: 'Sales', pilotNumber: '5000' },
    { id: 'q2', name: 'Help', pilotNumber: '5001' },
  ];
  const agents = [
    { id: 'ana', name: 'Ana', queues: ['q1', 'q2'] },
    { id: 'bia', name: 'Bia', queues: ['q2'] },
  ];
  const times = { answerMs: fixed, talkMs: fixed, wrapUpMs: fixed, patienceMs: fixed };
  center = new ContactCenter(queues, agents, times, clock, log);
  applications = new OsccApplications(center, ACCESS, clock, log);
  server = new JsonServer(osccHandler(center, applications, ACCESS));
  baseUrl = `http://127.0.0.1:${await server.open('127.0.0.1', 0)}`;
});

afterEach(() => server.close());

interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function post(command: string, body: object | string): Promise<Reply> {
  const response = await fetch(`${baseUrl}/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const failure = (status: number, code: string) => ({ status, body: { error: { code } } });

async function logon(applicationName = 'marcador-1') {
  const { applicationId } = (await post('RegisterApplication', { applicationName })).body;
  const { user, password, tenant } = ACCESS;
  const answer = await post('Logon', { applicationId, user, password, tenant });
  return { applicationId, sessionId: answer.body['sessionId'] };
}

it('logs an application on and names the queues', async () => {
  const session = await logon();
  expect((await post('KeepAlive', session)).body).toEqual({});
  expect((await post('GetQueues', session)).body).toEqual({
    queues: [
      { queueId: 'q1', name: 'Sales', pilotNumber: '5000' },
      { queueId: 'q2', name: 'Help', pilotNumber: '5001' },
    ],
  });
});

it('shows the members of a queue, and one event for each change of one of them', async () => {
  const session = await logon();
  const ana = {
    userId: 'ana',
    name: 'Ana',
    queueIds: ['q1', 'q2'],
    voiceLoggedOn: true,
    routingState: 'AVAILABLE',
    handlingState: 'IDLE',
    presence: 'PRESENT',
  };
  const snapshot = await post('MonitorUsers', { ...session, queueId: 'q1' });
  expect(snapshot.body).toEqual({ queueId: 'q1', seq: 0, users: [ana] });
  await post('MonitorUsers', { ...session, queueId: 'q2' });
  const news = post('GetEvents', { ...session, afterSeq: 0, timeoutMs: 30_000 });
  center.takeInbound('ana');
  expect(await news).toMatchObject({
    body: {
      events: expect.arrayContaining([{ seq: 1, user: { ...ana, handlingState: 'PENDING' } }]) as unknown,
    },
  });
  await clock.advance(2000);
  center.assign('bia', { state: 'break' });
  const later = await post('GetEvents', { ...session, afterSeq: 1, timeoutMs: 0 });
  const seen = (
    later.body['events'] as { seq: number; user: { userId: string; routingState: string } }[]
  ).map(({ seq, user }) => [seq, user.userId, user.routingState]);
  expect(seen).toEqual([
    [2, 'ana', 'AVAILABLE'],
    [3, 'ana', 'WORK'],
    [4, 'bia', 'UNAVAILABLE'],
  ]);
  expect(later.body['lastSeq']).toBe(4);
});

it('tells of an agent who leaves a monitored queue, and not of those in other queues', async () => {
  const session = await logon();
  await post('MonitorUsers', { ...session, queueId: 'q1' });
  center.assign('bia', { state: 'break' });
  center.assign('ana', { queues: ['q2'] });
  center.assign('ana', { state: 'break' });
  const answer = await post('GetEvents', { ...session, afterSeq: 0, timeoutMs: 0 });
  expect(answer.body).toMatchObject({
    events: [{ seq: 1, user: { userId: 'ana', queueIds: ['q2'] } }],
    lastSeq: 1,
  });
});

it('spells a state nobody has heard of', async () => {
  const session = await logon();
  center.assign('ana', { state: 'unheard-of' });
  const snapshot = await post('MonitorUsers', { ...session, queueId: 'q1' });
  expect(snapshot.body).toMatchObject({ users: [{ routingState: 'MEDITATING' }] });
});

it('ends a session without KeepAlive', async () => {
  const session = await logon();
  await clock.advance(29_000);
  await post('KeepAlive', session);
  await clock.advance(29_000);
  expect((await post('GetQueues', session)).status).toBe(200);
  await clock.advance(1000);
  expect(await post('GetQueues', session)).toMatchObject(failure(401, 'SESSION_EXPIRED'));
  expect(log.after(0)?.map((event) => event.type)).toContain('oscc-session-ended');
});

it('answers a held GetEvents with SESSION_EXPIRED when the session is ended', async () => {
  const session = await logon();
  const held = post('GetEvents', { ...session, afterSeq: 0, timeoutMs: 30_000 });
  // The request has arrived once another one after it is answered.
  await post('GetQueues', session);
  applications.expireSessions();
  expect(await held).toMatchObject(failure(401, 'SESSION_EXPIRED'));
});

it('keeps one session for an application and one application of a name', async () => {
  const first = await logon('marcador-1');
  const again = await post('Logon', { ...ACCESS, applicationId: first.applicationId });
  expect(again.status).toBe(200);
  expect(log.after(0)?.at(-2)).toEqual(
    expect.objectContaining({ type: 'oscc-session-ended', sessionId: first.sessionId }),
  );
  expect(await post('KeepAlive', first)).toMatchObject(failure(401, 'SESSION_EXPIRED'));
  const other = await logon('marcador-2');
  await logon('marcador-1');
  expect(await post('KeepAlive', first)).toMatchObject(failure(404, 'UNKNOWN_APPLICATION'));
  expect((await post('KeepAlive', other)).status).toBe(200);
});

it('unregisters', async () => {
  const session = await logon();
  expect((await post('UnregisterApplication', session)).body).toEqual({});
  expect(await post('KeepAlive', session)).toMatchObject(failure(404, 'UNKNOWN_APPLICATION'));
});

it('refuses what the contract says it refuses', async () => {
  const session = await logon();
  expect(await post('Logon', '{')).toMatchObject(failure(400, 'BAD_REQUEST'));
  expect(await post('Logon', {})).toMatchObject(failure(400, 'BAD_REQUEST'));
  expect(await post('GetEvents', { ...session, afterSeq: 0, timeoutMs: 30_001 })).toMatchObject(
    failure(400, 'BAD_REQUEST'),
  );
  expect(await post('MonitorUsers', { ...session, queueId: 'q9' })).toMatchObject(
    failure(404, 'UNKNOWN_QUEUE'),
  );
  expect(await post('Dance', session)).toMatchObject(failure(404, 'UNKNOWN_COMMAND'));
  expect(await post('toString', session)).toMatchObject(failure(404, 'UNKNOWN_COMMAND'));
  const wrong = { applicationId: session.applicationId, user: 'marcador', password: 'x', tenant: 'main' };
  expect(await post('Logon', wrong)).toMatchObject(failure(401, 'INVALID_CREDENTIALS'));
  expect((await post('KeepAlive', session)).status).toBe(200);
});

it('refuses so many logons as duplicates as it is told to', async () => {
  const { applicationId } = await logon();
  applications.duplicateLogons = 1;
  expect(await post('Logon', { ...ACCESS, applicationId })).toMatchObject(failure(409, 'DUPLICATE_LOGON'));
  expect((await post('Logon', { ...ACCESS, applicationId })).status).toBe(200);
});
