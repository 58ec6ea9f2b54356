import fc from 'fast-check';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { EventLog } from '../event-log.js';
import type { LoggedEvent } from '../events.js';
import type { TransferredCaller } from '../pilot.js';
import { ContactCenter } from './contact-center.js';

const fixed = (ms: number) => ({ min: ms, max: ms });
const TIMES = {
  answerMs: fixed(500),
  talkMs: fixed(10_000),
  wrapUpMs: fixed(3000),
  patienceMs: fixed(20_000),
};
const QUEUES = [
  { id: 'sales', name: 'Sales', pilotNumber: '5000' },
  { id: 'help', name: 'Help', pilotNumber: '5001' },
];

function center(...agents: (readonly [id: string, ...queues: string[]])[]) {
  const clock = new ManualClock('2026-11-22T08:00:00Z');
  const log = new EventLog(() => clock.now().getTime());
  const settings = agents.map(([id, ...queues]) => ({ id, name: id.toUpperCase(), queues }));
  const subject = new ContactCenter(QUEUES, settings, TIMES, clock, log);
  const transfer = (pilot: string, callId: string) => {
    const heard: (string | number)[] = [];
    const caller: TransferredCaller = {
      callId,
      progress: (code) => heard.push(code),
      connected: () => heard.push('connected'),
      refused: (code) => heard.push(-code),
    };
    const leave = subject.pilot(pilot)?.receive(caller);
    if (leave === undefined) throw new Error(`nobody is at ${pilot}`);
    return { heard, leave };
  };
  const states = (agentId: string) =>
    (log.after(0) ?? []).flatMap((event) =>
      event.type === 'agent' && event.agentId === agentId ? [event.state] : [],
    );
  return { clock, log, subject, transfer, states };
}

it('rings a free agent, connects, and lets the agent wrap up before the next call', async () => {
  const { clock, transfer, states } = center(['ana', 'sales']);
  const { heard } = transfer('5000', 'c1');
  expect(states('ana')).toEqual(['idle', 'ringing']);
  await clock.advance(500);
  expect(heard).toEqual([180, 'connected']);
  await clock.advance(10_000);
  expect(states('ana')).toEqual(['idle', 'ringing', 'talking', 'wrap-up']);
  await clock.advance(3000);
  expect(states('ana').at(-1)).toBe('idle');
});

it('takes the member who has been idle longest', async () => {
  const { clock, transfer, subject } = center(['ana', 'sales'], ['bia', 'sales']);
  transfer('5000', 'c1');
  expect(subject.agent('ana')).toMatchObject({ state: 'ringing', callId: 'c1' });
  await clock.advance(13_500);
  transfer('5000', 'c2');
  expect(subject.agent('bia')).toMatchObject({ state: 'ringing', callId: 'c2' });
});

it('does not ring an agent who is free in another queue only', () => {
  const { transfer, subject } = center(['ana', 'help'], ['bia', 'sales']);
  transfer('5000', 'c1');
  const second = transfer('5000', 'c2');
  expect(second.heard).toEqual([182]);
  expect(subject.agent('ana')?.state).toBe('idle');
});

it('gives the call that waited longest to whoever becomes free, who is not seen free in between', async () => {
  const { clock, transfer, states } = center(['ana', 'sales', 'help']);
  transfer('5000', 'c1');
  const second = transfer('5001', 'c2');
  const third = transfer('5000', 'c3');
  await clock.advance(13_500);
  expect(states('ana')).toEqual(['idle', 'ringing', 'talking', 'wrap-up', 'ringing']);
  await clock.advance(500);
  expect(second.heard).toEqual([182, 180, 'connected']);
  expect(third.heard).toEqual([182]);
});

it('refuses a caller whose patience ends, and everybody when nobody is logged on', async () => {
  const { clock, transfer, subject } = center(['ana', 'sales']);
  subject.assign('ana', { state: 'break' });
  const waiting = transfer('5000', 'c1');
  await clock.advance(20_000);
  expect(waiting.heard).toEqual([182, -480]);
  subject.assign('ana', { state: 'logged-off' });
  expect(transfer('5000', 'c2').heard).toEqual([-480]);
  expect(clock.timers).toBe(0);
});

it('sets an agent free whose caller leaves while it rings', () => {
  const { transfer, states, clock } = center(['ana', 'sales']);
  const { leave } = transfer('5000', 'c1');
  leave();
  leave();
  expect(states('ana')).toEqual(['idle', 'ringing', 'idle']);
  expect(clock.timers).toBe(0);
});

it('lets a caller leave the queue', async () => {
  const { clock, transfer, subject, log } = center(['ana', 'sales']);
  subject.takeInbound('ana');
  transfer('5000', 'c1').leave();
  await clock.advance(60_000);
  expect(subject.agent('ana')?.state).toBe('idle');
  expect(log.after(0)?.at(-5)).toMatchObject({ type: 'queued' });
});

it('lets an agent take an inbound call just before the transfer', async () => {
  const { clock, transfer, subject, states } = center(['ana', 'sales']);
  subject.snatch('sales', 1);
  const first = transfer('5000', 'c1');
  expect(first.heard).toEqual([182]);
  expect(subject.agent('ana')).toMatchObject({ state: 'ringing' });
  expect(subject.agent('ana')?.callId).toBeUndefined();
  await clock.advance(14_000);
  expect(first.heard).toEqual([182, 180, 'connected']);
  expect(states('ana')).toEqual(['idle', 'ringing', 'talking', 'wrap-up', 'ringing', 'talking']);
});

it('does not send an agent away who has a call', () => {
  const { transfer, subject } = center(['ana', 'sales']);
  transfer('5000', 'c1');
  expect(subject.assign('ana', { state: 'break' })).toBe(false);
  expect(subject.assign('nobody', { state: 'break' })).toBe(false);
  expect(subject.agent('ana')?.state).toBe('ringing');
});

it('gives a waiting call to an agent who joins its queue', () => {
  const { transfer, subject } = center(['ana', 'sales'], ['bia', 'help']);
  subject.assign('ana', { state: 'break' });
  const { heard } = transfer('5000', 'c1');
  subject.assign('bia', { queues: ['sales'] });
  expect(heard).toEqual([182, 180]);
});

it('tells observers after the log', () => {
  const { subject, log } = center(['ana', 'sales']);
  const seen: [string, string, number][] = [];
  subject.observe((before, after) => seen.push([before.state, after.state, log.lastSeq]));
  const { lastSeq } = log;
  subject.assign('ana', { state: 'break' });
  expect(seen).toEqual([['idle', 'break', lastSeq + 1]]);
});

type Step =
  | { readonly do: 'transfer'; readonly pilot: string }
  | { readonly do: 'leave'; readonly which: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'inbound' | 'break' | 'back' | 'off'; readonly agent: string };

const agentId = fc.constantFrom('ana', 'bia', 'caio');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('transfer' as const), pilot: fc.constantFrom('5000', '5001') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), which: fc.nat(20) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 100, max: 15_000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('inbound', 'break', 'back', 'off'), agent: agentId }),
  },
);

it('gives each caller one end and each agent one call, and its log alone tells who is free', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { clock, subject, transfer, log } = center(
        ['ana', 'sales'],
        ['bia', 'sales', 'help'],
        ['caio', 'help'],
      );
      const callers: ReturnType<typeof transfer>[] = [];
      const left = new Set<number>();
      for (const one of steps) {
        if (one.do === 'transfer') callers.push(transfer(one.pilot, `c${callers.length}`));
        else if (one.do === 'leave') {
          callers[one.which]?.leave();
          left.add(one.which);
        } else if (one.do === 'wait') await clock.advance(one.ms);
        else if (one.do === 'inbound') subject.takeInbound(one.agent);
        else
          subject.assign(one.agent, {
            state: one.do === 'back' ? 'idle' : one.do === 'off' ? 'logged-off' : 'break',
          });
        const free = subject.list().filter((agent) => agent.state === 'idle');
        expect(freeIn(log)).toEqual(free.map((agent) => agent.id).sort());
        const calls = subject.list().flatMap((agent) => agent.callId ?? []);
        expect(new Set(calls).size).toBe(calls.length);
      }
      for (const agent of ['ana', 'bia', 'caio']) subject.assign(agent, { state: 'idle' });
      await clock.advance(1_000_000);
      for (const agent of subject.list()) expect(agent.state).toBe('idle');
      for (const [index, { heard }] of callers.entries()) {
        const ends = heard.filter((sound) => sound === 'connected' || sound === -480);
        if (left.has(index)) expect(ends.length).toBeLessThanOrEqual(1);
        else expect(ends).toHaveLength(1);
      }
      expect(clock.timers).toBe(0);
    }),
    { numRuns: 200 },
  );
});

function freeIn(log: EventLog): string[] {
  const free = new Set<string>();
  for (const event of (log.after(0) ?? []) as LoggedEvent[]) {
    if (event.type !== 'agent') continue;
    if (event.free) free.add(event.agentId);
    else free.delete(event.agentId);
  }
  return [...free].sort();
}
