import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggedEvent } from '../events.js';
import { simulatorConfig } from '../simulator-config.js';
import { startSimulator, type Addresses, type Simulator } from '../simulator.js';

let simulator: Simulator;
let at: Addresses;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marcador-simulator-'));
  simulator = await startSimulator(
    simulatorConfig.parse({
      logFile: join(folder, 'log.jsonl'),
      sip: { subscribers: [{ user: '1001', password: 'secret' }] },
      contactCenter: { queues: [{ id: 'q', name: 'Q', pilotNumber: '5000', agents: 2 }] },
    }),
  );
  at = simulator.addresses;
});

afterEach(async () => {
  await simulator.stop();
  await rm(folder, { recursive: true });
});

async function order(
  path: string,
  body: object = {},
): Promise<{ status: number; message: string | undefined }> {
  const response = await fetch(`${at.control}/${path}`, { method: 'POST', body: JSON.stringify(body) });
  const answer = (await response.json()) as { error?: { message: string } };
  return { status: response.status, message: answer.error?.message };
}

async function log(after: number): Promise<{ events: LoggedEvent[]; lastSeq: number }> {
  return (await (await fetch(`${at.control}/log?after=${after}`)).json()) as {
    events: LoggedEvent[];
    lastSeq: number;
  };
}

const oscc = (command: string, body: object) =>
  fetch(`${at.oscc}/${command}`, { method: 'POST', body: JSON.stringify(body) });

it('shows the log from any number on, and the file has the same', async () => {
  const before = await log(0);
  expect(before.events.map((event) => event.seq)).toEqual(
    Array.from({ length: before.lastSeq }, (_, index) => index + 1),
  );
  expect(before.events[0]).toMatchObject({ type: 'started' });
  await order('agents', { agentId: 'q-agent-1', state: 'break' });
  const { events } = await log(before.lastSeq);
  expect(events).toMatchObject([
    { type: 'fault', fault: 'agents' },
    { type: 'agent', agentId: 'q-agent-1', queues: ['q'], state: 'break', free: false },
  ]);
  await simulator.stop();
  const lines = (await readFile(join(folder, 'log.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([...before.events, ...events]);
});

it('shows how things stand, and who can be called', async () => {
  const state = (await (await fetch(`${at.control}/state`)).json()) as object;
  expect(state).toMatchObject({ calls: 0, registrations: [], doNotCallNumbers: 0 });
  const people = (await (await fetch(`${at.control}/people`)).json()) as { people: object[] };
  expect(people.people[0]).toMatchObject({ name: 'person', from: 0 });
});

it.each([
  ['faults/oscc/expire-sessions', {}],
  ['faults/oscc/duplicate-logon', { count: 2 }],
  ['faults/oscc/events', { kind: 'lost' }],
  ['faults/oscc/inbound-before-transfer', { queueId: 'q' }],
  ['faults/voice-portal/events', { kind: 'reordered', count: 3 }],
  ['faults/dnc', { kind: 'html' }],
  ['faults/sip/forget-registrations', {}],
  ['dnc/numbers', { add: ['5541999990001'] }],
  ['agents', { agentId: 'q-agent-1', queues: [] }],
  ['agents/inbound', { agentId: 'q-agent-1' }],
  ['channels', { channelId: 'survey-channel-1', state: 'out-of-service' }],
])('obeys %s', async (path, body) => {
  expect((await order(path, body)).status).toBe(200);
  expect(simulator.log.after(0)).toContainEqual(expect.objectContaining({ type: 'fault', fault: path }));
});

it.each([
  ['faults/dnc', { kind: 'boring' }, 400, /^kind: /],
  ['faults/oscc/events', {}, 400, /^kind: /],
  ['agents', { agentId: 'nobody', state: 'break' }, 409, /nobody/],
  ['channels', { channelId: 'nobody', state: 'idle' }, 409, /nobody/],
  ['faults/weather', {}, 404, /weather/],
])('refuses %s %j with %i', async (path, body, status, sentence) => {
  const answer = await order(path, body);
  expect(answer.status).toBe(status);
  expect(answer.message).toMatch(sentence);
});

it('takes the contact center off the network for a while, and it then knows nobody', async () => {
  const registered = await oscc('RegisterApplication', { applicationName: 'a' });
  const { applicationId } = (await registered.json()) as { applicationId: string };
  await order('faults/oscc/down', { forMs: 100_000 });
  await expect(oscc('RegisterApplication', { applicationName: 'a' })).rejects.toThrow('fetch failed');
  await order('faults/oscc/down', { kind: '503', forMs: 100_000 });
  expect((await oscc('RegisterApplication', { applicationName: 'a' })).status).toBe(503);
  await order('faults/oscc/down', { forMs: 0 });
  const answer = await untilAnswered(() => oscc('UnregisterApplication', { applicationId }));
  expect(answer.status).toBe(404);
});

/** It listens again a moment after its outage is over. */
async function untilAnswered(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
  }
}

it('refuses to start on a port in use, and leaves nothing open', async () => {
  const port = Number(new URL(at.control).port);
  const config = simulatorConfig.parse({
    sip: { subscribers: [{ user: '1001', password: 'secret' }] },
    control: { port },
  });
  await expect(startSimulator(config)).rejects.toThrow('EADDRINUSE');
});
