import { ManualClock } from '@marcador/platform/manual-clock.js';
import { EventLog } from '../event-log.js';
import { JsonServer } from '../http/json-server.js';
import type { TransferredCaller } from '../pilot.js';
import { VoicePortal } from './voice-portal.js';
import { voicePortalHandler } from './voice-portal-server.js';

// docs/contracts/voice-portal.md, over real HTTP.

const fixed = (ms: number) => ({ min: ms, max: ms });
let clock: ManualClock;
let log: EventLog;
let portal: VoicePortal;
let server: JsonServer;
let baseUrl: string;

beforeEach(async () => {
  clock = new ManualClock('2026-11-22T08:00:00Z');
  log = new EventLog();
  const services = [
    { id: 'survey', name: 'Survey', pilotNumber: '6000' },
    { id: 'a/b', name: 'Other', pilotNumber: '6001' },
  ];
  const channels = [
    { id: 'c1', services: ['survey'] },
    { id: 'c2', services: ['survey', 'a/b'] },
  ];
  portal = new VoicePortal(
    services,
    channels,
    { answerMs: fixed(300), talkMs: fixed(1000) },
    clock,
    clock,
    log,
  );
  server = new JsonServer(voicePortalHandler(portal));
  baseUrl = `http://127.0.0.1:${await server.open('127.0.0.1', 0)}`;
});

afterEach(() => server.close());

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${baseUrl}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function transfer(pilot: string, callId: string) {
  const heard: (string | number)[] = [];
  const caller: TransferredCaller = {
    callId,
    progress: (code) => heard.push(code),
    connected: () => heard.push('connected'),
    refused: (code) => heard.push(-code),
  };
  const leave = portal.pilot(pilot)?.receive(caller) ?? (() => {});
  return { heard, leave };
}

it('names its services and the channels of each', async () => {
  expect((await get('/services')).body).toEqual({
    services: [
      { serviceId: 'survey', name: 'Survey', pilotNumber: '6000' },
      { serviceId: 'a/b', name: 'Other', pilotNumber: '6001' },
    ],
  });
  expect((await get('/services/a%2Fb/channels')).body).toEqual({
    epoch: portal.epoch,
    seq: 0,
    channels: [{ channelId: 'c2', state: 'IDLE' }],
  });
});

it('tells each service of a channel that becomes busy and idle again', async () => {
  const held = get('/services/survey/events?afterSeq=0&timeoutMs=30000');
  await get('/services');
  const { heard } = transfer('6001', 'call-1');
  expect((await held).body).toEqual({
    epoch: portal.epoch,
    events: [{ seq: 1, channelId: 'c2', state: 'BUSY' }],
    lastSeq: 1,
  });
  await clock.advance(1300);
  expect(heard).toEqual(['connected']);
  expect((await get('/services/a%2Fb/events?afterSeq=0&timeoutMs=0')).body).toMatchObject({
    events: [
      { seq: 1, state: 'BUSY' },
      { seq: 2, state: 'IDLE' },
    ],
  });
  expect(log.after(0)?.map((event) => event.type)).toEqual([
    'channel',
    'channel',
    'channel',
    'transferred',
    'conversation-ended',
    'channel',
  ]);
});

it('refuses a caller when no channel is idle', () => {
  portal.assign('c1', 'out-of-service');
  expect(transfer('6000', 'call-1').heard).toEqual([]);
  expect(transfer('6000', 'call-2').heard).toEqual([-486]);
});

it('sets a channel free whose caller leaves, once', async () => {
  const { leave } = transfer('6000', 'call-1');
  leave();
  leave();
  expect(portal.list().map((channel) => channel.state)).toEqual(['idle', 'idle']);
  await clock.advance(10_000);
  expect(clock.timers).toBe(0);
  expect(log.after(0)?.filter((event) => event.type === 'conversation-ended')).toHaveLength(1);
});

it('does not change a channel that has a call', () => {
  transfer('6000', 'call-1');
  expect(portal.assign('c1', 'out-of-service')).toBe(false);
  expect(portal.assign('c2', 'unheard-of')).toBe(true);
});

it('begins its numbers anew under another epoch, and says so to whoever waits', async () => {
  const { epoch } = portal;
  portal.assign('c1', 'unheard-of');
  const held = get('/services/survey/events?afterSeq=1&timeoutMs=30000');
  await get('/services');
  portal.forget();
  const { body } = await held;
  expect(body).toMatchObject({ events: [], lastSeq: 0 });
  expect(body['epoch']).not.toBe(epoch);
});

it.each([
  ['/services/none/channels', 404, 'UNKNOWN_SERVICE'],
  ['/services/none/events?afterSeq=0&timeoutMs=0', 404, 'UNKNOWN_SERVICE'],
  ['/services/survey/events?afterSeq=-1&timeoutMs=0', 400, 'BAD_REQUEST'],
  ['/services/survey/events?afterSeq=0', 400, 'BAD_REQUEST'],
  ['/services/survey/events?afterSeq=0&timeoutMs=30001', 400, 'BAD_REQUEST'],
  ['/services/survey', 404, 'NOT_FOUND'],
  ['/', 404, 'NOT_FOUND'],
])('refuses %s with %i %s', async (path, status, code) => {
  expect(await get(path)).toMatchObject({ status, body: { error: { code } } });
});
