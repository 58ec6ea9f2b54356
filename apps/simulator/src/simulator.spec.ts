import { systemClock } from '@marcador/platform/clock.js';
import type { AnsweredCall } from '@marcador/telephony/dialer-port.js';
import { silentLog } from '@marcador/telephony/log.js';
import { mendSipJs } from '@marcador/telephony/sip/mends.js';
import { applyUdpTimers } from '@marcador/telephony/sip/timers.js';
import { startTelephony, type Telephony } from '@marcador/telephony/telephony.js';
import { inThread } from '../../../test/support/in-thread-media.js';
import { leasedPort } from '../../../test/support/leased-port.js';
import type { LoggedEvent } from './events.js';
import { simulatorConfig } from './simulator-config.js';
import { startSimulator, type Simulator } from './simulator.js';

// The dialer's own telephony against the carrier, over real UDP.

const USERS = ['1001', '1002'];
let simulator: Simulator;
let telephony: Telephony;

beforeEach(() => {
  mendSipJs();
  // sip.js keeps ended transactions for 64 times T1, and the test process with them.
  applyUdpTimers({ t1: 30, t2: 120, t4: 30 });
});

afterEach(async () => {
  await telephony.close();
  await simulator.stop();
});

async function start(
  config: { sip?: object; [part: string]: unknown } = {},
  password = 'secret',
): Promise<void> {
  const subscribers = USERS.map((user) => ({ user, password: 'secret' }));
  simulator = await startSimulator(
    simulatorConfig.parse({
      timeScale: 0.01,
      ...config,
      sip: { subscribers, ...config.sip },
    }),
  );
  const { host, port, domain } = simulator.addresses.sip;
  telephony = await startTelephony(
    {
      bind: { address: '127.0.0.1', port: 0 },
      rtpPorts: { min: 0, max: 0 },
      trunks: [
        {
          name: 'simulator',
          servers: [{ host, port }],
          domain,
          ports: USERS.map((user) => ({ user, password })),
          registrationExpirySeconds: 60,
          callsPerSecond: 1000,
          transfer: { successOn: 'answered', timeoutMs: 20_000 },
        },
      ],
    },
    { clock: systemClock, log: silentLog, media: inThread },
  );
}

/** The first such event, past or to come. */
function logged<T extends LoggedEvent['type']>(type: T): Promise<Extract<LoggedEvent, { type: T }>> {
  return new Promise((resolve) => {
    const take = (event: LoggedEvent) => {
      if (event.type === type) resolve(event as Extract<LoggedEvent, { type: T }>);
    };
    simulator.log.subscribe(take);
    simulator.log.after(0)?.forEach(take);
  });
}

async function order(path: string, body: object): Promise<void> {
  const { control } = simulator.addresses;
  const response = await fetch(`${control}/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
}

const events = () => simulator.log.after(0) ?? [];

const types = () =>
  events()
    .map((event) => event.type)
    .filter((type) => !['started', 'agent', 'channel', 'registered', 'unregistered'].includes(type));

async function dial(number: string, ringTimeoutMs = 20_000) {
  const port = await leasedPort(telephony.pool);
  return port.dial({ number, ringTimeoutMs });
}

async function answered(number: string): Promise<AnsweredCall> {
  const outcome = await (await dial(number)).result;
  if (!outcome.answered) throw new Error(`not answered: ${JSON.stringify(outcome.failure)}`);
  return outcome.call;
}

it('hands a person over to a free agent, who is free again after talk and wrap-up', async () => {
  await start({ contactCenter: { queues: [{ id: 'q', name: 'Q', pilotNumber: '5000', agents: 1 }] } });
  const call = await answered('5541999990001');
  expect(await call.transfer('5000')).toMatchObject({ transferred: true });
  await call.hangUp();
  const transferred = await logged('transferred');
  expect(transferred).toMatchObject({ queueId: 'q', agentId: 'q-agent-1' });
  expect(await logged('call-ended')).toMatchObject({ callId: transferred.callId, by: 'dialer' });
  await logged('conversation-ended');
  expect(types().slice(0, 5)).toEqual(['invite', 'ringing', 'answered', 'refer', 'transferred']);
  // A short talk may be over before our BYE is there.
  expect(types().slice(5).sort()).toEqual(['call-ended', 'conversation-ended']);
});

it.each([
  ['5541999990062', 486, 17],
  ['5541999990070', 603, 21],
  ['5541999990080', 503, 38],
  ['5541999990084', 404, 1],
  ['5541999990087', 480, 19],
])('refuses %s with %i and its Q.850 cause', async (number, sipCode, q850Cause) => {
  await start();
  const outcome = await (await dial(number)).result;
  expect(outcome).toMatchObject({ answered: false, failure: { kind: 'response', sipCode, q850Cause } });
  expect(await logged('rejected')).toMatchObject({ code: sipCode });
});

it('rings until the caller gives up', async () => {
  await start();
  const outcome = await (await dial('5541999990074', 300)).result;
  expect(outcome).toEqual({ answered: false, failure: { kind: 'ring-timeout' } });
  await logged('cancelled');
});

it('lets a person hang up right after the answer', async () => {
  await start();
  const call = await answered('5541999990097');
  expect(await call.ended).toMatchObject({ by: 'peer', q850Cause: 16 });
  expect(await logged('call-ended')).toMatchObject({ by: 'person' });
});

it('lets a person hang up during the transfer, and says so before the BYE', async () => {
  await start();
  const call = await answered('5541999990094');
  const result = await call.transfer('5000');
  expect(result).toMatchObject({ transferred: false });
  expect(await logged('transfer-failed')).toMatchObject({ code: 487 });
  expect(await call.ended).toMatchObject({ by: 'peer' });
});

it('answers a transfer to a number that is nobody’s with 404', async () => {
  await start();
  const call = await answered('5541999990001');
  expect(await call.transfer('9999')).toMatchObject({ transferred: false });
  expect(await logged('transfer-failed')).toMatchObject({ to: '9999', code: 404 });
  await call.hangUp();
});

it('keeps a caller in the queue until an agent is free', async () => {
  await start({
    contactCenter: {
      queues: [{ id: 'q', name: 'Q', pilotNumber: '5000', agents: 1 }],
      patienceMs: { min: 5_000_000, max: 5_000_000 },
    },
  });
  await order('agents', { agentId: 'q-agent-1', state: 'break' });
  const call = await answered('5541999990001');
  const transfer = call.transfer('5000');
  const { callId } = await logged('queued');
  await order('agents', { agentId: 'q-agent-1', state: 'idle' });
  expect(await transfer).toMatchObject({ transferred: true });
  expect(await logged('transferred')).toMatchObject({ callId, agentId: 'q-agent-1' });
  await call.hangUp();
});

it('hands a person over to a channel of the voice portal', async () => {
  await start();
  const call = await answered('5541999990001');
  expect(await call.transfer('6000')).toMatchObject({ transferred: true });
  expect(await logged('transferred')).toMatchObject({ queueId: 'survey', agentId: 'survey-channel-1' });
  await call.hangUp();
});

it('challenges INVITE and REFER when it is told to', async () => {
  await start({ sip: { challenge: ['INVITE', 'REFER'] } });
  const call = await answered('5541999990001');
  expect(await call.transfer('5000')).toMatchObject({ transferred: true });
  await call.hangUp();
  expect(await logged('call-ended')).toMatchObject({ by: 'dialer' });
});

it('refuses a wrong password', async () => {
  await start({}, 'wrong');
  expect(await logged('registration-refused')).toMatchObject({ code: 403 });
});

it('plays a greeting in real time over RTP', async () => {
  await start();
  const call = await answered('5541999990050');
  const module = new URL('../../../test/support/peak-analyser.mjs', import.meta.url).href;
  const heard = await call.analyse({ module, input: { frames: 50 }, limitMs: 20_000 });
  expect(heard.kind === 'verdict' && heard.verdict).toBeGreaterThan(5000);
  await call.hangUp();
});

it('tells what a machine hears while its greeting is still being played', async () => {
  await start();
  const call = await answered('5541999990050');
  const module = new URL('../../../test/support/greeting-analyser.mjs', import.meta.url).href;
  await call.analyse({ module, input: {}, limitMs: 20_000, messageMayFollow: true });
  // That analyser takes the first pause between two words for the end of the greeting.
  const message = { samples: new Int16Array(16_000).fill(8000), greetingLimitMs: 20_000 };
  expect(await call.leaveMessage(message)).toMatchObject({ kind: 'left' });
  await call.hangUp();
  const { callId } = await logged('invite');
  const heard = { callId, heardBy: 'machine' };
  expect(await logged('message-begun')).toMatchObject({ ...heard, over: true });
  const ended = await logged('message-ended');
  expect(ended).toMatchObject(heard);
  expect(ended.overMs).toBeGreaterThan(0);
});
