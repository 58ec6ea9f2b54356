import type { Clock } from '@marcador/platform/clock.js';
import { createLog } from '@marcador/platform/logging.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { DncVerdict } from '@marcador/plugin-host/guarded-dnc.js';
import fc from 'fast-check';
import { campaign, engineBetweenFakes, entry, settled, TODAY } from '../../../test/support/engine.js';
import { FakeClaims } from '../../../test/support/fake-claims.js';
import type { FakeCall } from '../../../test/support/fake-telephone.js';
import { CrashRecovery } from './crash-recovery.js';

const MINUTE = 60_000;
const RULE = { maxAttempts: 2, retryAfterMs: 7 * MINUTE };
const CAMPAIGNS = ['a', 'b'];
const AGENTS = ['ann', 'bob', 'cid'];
const PORTS = 2;
const ABANDONED_CALL_MS = 3 * MINUTE;
const HOURS: [string, string, string?][] = [
  ['08:00', '08:40'],
  ['09:00', '10:00'],
  ['06:00', '20:00', '2026-11-24'],
];
const LISTED = '105';

const pick = fc.nat(20);
const step = fc.oneof(
  fc.record({ do: fc.constant('answer' as const), pick }),
  fc.record({ do: fc.constant('busy' as const), pick }),
  fc.record({ do: fc.constant('hang-up' as const), pick }),
  fc.record({ do: fc.constant('take' as const), pick, agent: pick, seenLate: fc.boolean() }),
  fc.record({ do: fc.constant('refuse-transfer' as const), pick }),
  fc.record({ do: fc.constant('free' as const), agent: fc.constantFrom(...AGENTS) }),
  fc.record({ do: fc.constant('break' as const), agent: fc.constantFrom(...AGENTS) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 10 * MINUTE }) }),
  fc.record({ do: fc.constant('stop' as const), id: fc.constantFrom(...CAMPAIGNS) }),
  fc.record({ do: fc.constant('start' as const), id: fc.constantFrom(...CAMPAIGNS) }),
  fc.record({ do: fc.constant('dnc-slow' as const), ms: fc.integer({ min: 1, max: 3 * MINUTE }) }),
  fc.record({ do: fc.constant('dnc-away' as const) }),
  fc.record({ do: fc.constant('dnc-back' as const) }),
  fc.record({ do: fc.constant('database-away' as const) }),
  fc.record({ do: fc.constant('database-back' as const) }),
  fc.record({ do: fc.constant('kill' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** The clock of a process: with the process its timers are gone. */
class MortalClock implements Clock {
  private dead = false;

  constructor(private readonly clock: ManualClock) {}

  now(): Date {
    return this.clock.now();
  }

  setTimer(delayMs: number, callback: () => void) {
    if (this.dead) return { cancel: () => {} };
    return this.clock.setTimer(delayMs, () => {
      if (!this.dead) callback();
    });
  }

  die(): void {
    this.dead = true;
  }
}

/** A world that goes on over crashes of the engine, and watches each INVITE. */
class World {
  readonly claims = new FakeClaims();
  readonly broken: string[] = [];
  private readonly clock = new ManualClock(`${TODAY}T08:00:00Z`);
  private process = new MortalClock(this.clock);
  engine = engineBetweenFakes(PORTS, this.clock, this.claims, this.process);
  private recovery = this.recoveryOf(this.claims);
  private readonly started = new Set<string>();
  private readonly endOf = new Map<string, number>();
  private readonly attempts = new Map<string, number>();
  private calls: FakeCall[] = [];
  /** Numbers with a clear answer since their last call. */
  private readonly cleared = new Set<string>();
  private readonly ringsOn = new Set<string>();
  private dncAway = false;
  /** Agents who took a call and whose target has not said so yet. */
  private readonly unseen = new Set<string>();
  /** Calls during whose hand-over somebody took a break: their late taker cannot be told from that. */
  private readonly ambiguous = new Set<FakeCall>();

  /** @param dncDelay how long the do-not-call service takes to answer, ms */
  constructor(private dncDelay: number) {
    this.claims.add('a', ['101', '102', '103', LISTED], this.clock.now());
    // A number of both campaigns: never in two calls at once.
    this.claims.add('b', ['201', '202', '103', LISTED], this.clock.now());
    this.outfit();
  }

  async start(id: string): Promise<void> {
    if (this.started.has(id)) return;
    this.started.add(id);
    this.engine.dialer.add(
      campaign(id, { retryRule: RULE, name: id }),
      HOURS.map((hours) => entry(...hours)),
    );
    await settled();
  }

  async apply(step: Step): Promise<void> {
    const { target, dialer } = this.engine;
    if (step.do === 'answer') this.nth(step.pick)?.answer();
    else if (step.do === 'busy')
      this.end(step.pick, (call) => call.fail({ kind: 'response', sipCode: 486, phrase: '' }));
    else if (step.do === 'hang-up') this.end(step.pick, (call) => call.hangUpByPeer(), true);
    else if (step.do === 'refuse-transfer') {
      const call = this.handingOver(step.pick);
      if (call)
        this.endWith(call, () => call.transferEnds({ transferred: false, failure: { reason: 'refused' } }));
    } else if (step.do === 'take') this.take(step.pick, step.agent, step.seenLate);
    else if (step.do === 'free') {
      this.seeAll();
      target.setFree(step.agent);
    } else if (step.do === 'break') {
      this.seeAll();
      for (const call of this.open()) if (call.transferTo !== undefined) this.ambiguous.add(call);
      target.setBusy(step.agent);
    } else if (step.do === 'wait') {
      this.seeAll();
      await this.clock.advance(step.ms);
    } else if (step.do === 'stop') {
      this.started.delete(step.id);
      dialer.remove(step.id);
    } else if (step.do === 'start') await this.start(step.id);
    else if (step.do === 'dnc-slow') this.dncDelay = step.ms;
    else if (step.do === 'dnc-away') this.dncAway = true;
    else if (step.do === 'dnc-back') {
      this.dncAway = false;
      this.dncDelay = 0;
    } else if (step.do === 'database-away') this.engine.claims.failure = new Error('connection refused');
    else if (step.do === 'database-back') this.engine.claims.failure = undefined;
    else await this.kill();
    await settled();
  }

  /** kill -9 and a new start: the calls die with the process, the database stays. */
  private async kill(): Promise<void> {
    const before = this.engine;
    this.seeAll();
    before.claims.failure = new Error('This process is dead.');
    before.pool.onDial = () => this.broken.push('A dead process dialled.');
    for (const call of this.open()) this.abandon(call);
    this.calls = [];
    before.dialer.list().forEach(({ settings }) => before.dialer.remove(settings.id));
    const claims = new FakeClaims(this.claims.leads, this.claims.settled);
    this.process.die();
    this.process = new MortalClock(this.clock);
    this.engine = engineBetweenFakes(PORTS, this.clock, claims, this.process);
    this.outfit();
    this.engine.target.setFree(...before.target.free);
    this.recovery.close();
    this.recovery = this.recoveryOf(claims);
    await this.recovery.begin();
    const again = [...this.started];
    this.started.clear();
    for (const id of again) await this.start(id);
  }

  /** Its process is dead; the phone rings on, until the network ends it. */
  private abandon(call: FakeCall): void {
    this.ringsOn.add(call.number);
    this.clock.setTimer(ABANDONED_CALL_MS - 1, () => this.ringsOn.delete(call.number));
  }

  private recoveryOf(claims: FakeClaims): CrashRecovery {
    return new CrashRecovery({
      claims,
      clock: this.process,
      log: createLog('silent'),
      abandonedCallMs: ABANDONED_CALL_MS,
      settingsOf: (id) => Promise.resolve(campaign(id, { retryRule: RULE })),
      onSettled: (id, next) => void this.engine.dialer.leadSettled(id, next),
    });
  }

  private outfit(): void {
    this.engine.listed.add(LISTED);
    const answer = this.engine.outside.check;
    this.engine.outside.check = async (number, instanceId) => {
      if (this.dncDelay > 0)
        await new Promise<void>((resolve) => this.clock.setTimer(this.dncDelay, resolve));
      const verdict: DncVerdict = this.dncAway
        ? { kind: 'unknown', reason: 'away' }
        : await answer(number, instanceId);
      if (verdict.kind === 'clear') this.cleared.add(number);
      return verdict;
    };
    this.engine.pool.onDial = (call) => this.watch(call);
  }

  private watch(call: FakeCall): void {
    const say = (rule: string) => this.broken.push(`${rule}: ${call.number}`);
    const now = this.clock.now();
    const lead = this.claims.leads.find(
      (each) => each.phone === call.number && each.claim?.port === call.port,
    );
    if (lead?.claim?.diallingAt == null) return void say('dialled without a durable claim');
    const key = `${lead.campaignId}/${call.number}`;
    if (call.number === LISTED) say('dialled a listed number');
    if (!this.cleared.delete(call.number)) say('dialled an unchecked number');
    if (this.ringsOn.has(call.number)) say('dialled a number that rings on from before a crash');
    if (this.open().some((other) => other.number === call.number))
      say('dialled a number twice at the same time');
    const attempts = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempts);
    if (attempts > RULE.maxAttempts) say('dialled more than max attempts');
    const inHours = HOURS.some((hours) => {
      const { window } = entry(...hours);
      return now >= window.opensAt && now < window.closesAt;
    });
    if (!inHours) say('dialled outside the schedule');
    if (!this.started.has(lead.campaignId)) say('dialled for a stopped campaign');
    const sinceEnd = now.getTime() - (this.endOf.get(key) ?? -Infinity);
    if (sinceEnd < RULE.retryAfterMs) say('dialled before the retry-after time');
    this.calls.push(call);
    if (this.open().length > PORTS) say('more calls than ports');
    if (this.open().length > this.engine.target.free.size - this.unseen.size)
      say('more calls than free agents');
    void call.result.then((result) => {
      if (!result.answered) this.endOf.set(key, this.clock.now().getTime());
    });
    void call.ended.then(() => this.endOf.set(key, this.clock.now().getTime()));
  }

  private open(): FakeCall[] {
    return this.calls.filter((call) => !call.over);
  }

  private nth(n: number): FakeCall | undefined {
    const ringing = this.open().filter((call) => Number.isNaN(call.answeredAt.getTime()));
    return ringing[n % Math.max(1, ringing.length)];
  }

  private handingOver(n: number): FakeCall | undefined {
    const calls = this.open().filter((call) => call.transferTo !== undefined);
    return calls[n % Math.max(1, calls.length)];
  }

  private end(n: number, how: (call: FakeCall) => void, answered = false): void {
    const call = answered ? this.handingOver(n) : this.nth(n);
    if (call) this.endWith(call, () => how(call));
  }

  private endWith(call: FakeCall, how: () => void): void {
    how();
    call.over = true;
  }

  /** An agent of the contact center takes the call that is being handed over. */
  private take(n: number, agent: number, seenLate: boolean): void {
    const call = this.handingOver(n);
    this.seeAll();
    const free = [...this.engine.target.free].filter((each) => !this.unseen.has(each));
    const taker = free[agent % Math.max(1, free.length)];
    if (call === undefined || taker === undefined) return;
    call.over = true;
    if (seenLate && !this.ambiguous.has(call)) this.unseen.add(taker);
    else this.engine.target.setBusy(taker);
    call.transferEnds({ transferred: true, at: this.clock.now() });
  }

  private seeAll(): void {
    for (const agent of this.unseen) this.engine.target.setBusy(agent);
    this.unseen.clear();
  }

  /** Everything works again, nobody answers, and a day passes with hours enough for every attempt. */
  async finish(): Promise<void> {
    this.dncAway = false;
    this.dncDelay = 0;
    this.engine.claims.failure = undefined;
    this.seeAll();
    this.engine.pool.onDial = (call) => {
      this.watch(call);
      setImmediate(() => this.endWith(call, () => call.fail({ kind: 'ring-timeout' })));
    };
    for (const call of this.open()) this.endWith(call, () => call.cancel());
    this.engine.target.setFree(...AGENTS);
    for (const id of CAMPAIGNS) await this.start(id);
    for (let turn = 0; turn < 26 * 6; turn++) {
      await this.clock.advance(10 * MINUTE);
      await settled();
    }
  }

  unfinished(): string[] {
    return this.claims.leads.filter((lead) => lead.next !== undefined).map((lead) => lead.phone);
  }

  leadsLost(): unknown[] {
    return this.claims.leads.filter((lead) => {
      const finished =
        lead.status === 'SUCCESS' || lead.status === 'DO_NOT_CALL' || lead.attempts >= RULE.maxAttempts;
      return !finished && lead.next === undefined && lead.claim === undefined;
    });
  }

  invitesWithoutRecord(): number {
    const dialled = [...this.attempts.values()].reduce((sum, n) => sum + n, 0);
    const open = this.claims.leads.filter((lead) => lead.claim?.diallingAt != null).length;
    const records = this.claims.settled.filter(({ record }) => record.port !== null).length;
    return dialled - open - records;
  }
}

/** A call rings, another one is about to: then the agent of the first takes a break. */
const AGENT_OF_A_RINGING_CALL_LEAVES: Step[] = [
  { do: 'break', agent: 'bob' },
  { do: 'free', agent: 'cid' },
  { do: 'dnc-slow', ms: 1 },
  { do: 'answer', pick: 0 },
  { do: 'refuse-transfer', pick: 0 },
  { do: 'break', agent: 'cid' },
  { do: 'wait', ms: 1 },
];

describe('the invariants of dialling', () => {
  it('hold whatever people, agents, schedule, outages and crashes do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 0, 10_000),
        fc.array(step, { minLength: 10, maxLength: 80 }),
        async (dncDelay, steps) => {
          const world = new World(dncDelay);
          world.engine.target.setFree('ann', 'bob');
          for (const id of CAMPAIGNS) await world.start(id);
          for (const each of steps) await world.apply(each);
          expect(world.leadsLost()).toEqual([]);
          await world.finish();
          expect(world.broken).toEqual([]);
          expect(world.unfinished()).toEqual([]);
          expect(world.invitesWithoutRecord()).toBe(0);
          expect(world.claims.settled.every(({ record, result }) => record.result === result.status)).toBe(
            true,
          );
        },
      ),
      { numRuns: 60, examples: [[0, AGENT_OF_A_RINGING_CALL_LEAVES]] },
    );
  });
});
