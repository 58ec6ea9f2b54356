import { scheduleWindow } from '@marcador/domain/schedule.js';
import { Dialer } from '@marcador/dialing/dialer.js';
import type { ListAges } from '@marcador/dialing/list-ages.js';
import { OutcomeBook } from '@marcador/dialing/outcome-book.js';
import type { CampaignSettings, EntryOnClock } from '@marcador/dialing/running-campaign.js';
import { createLog } from '@marcador/platform/logging.js';
import type { Clock } from '@marcador/platform/clock.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { AmdAnalysisPlan } from '@marcador/plugin-host/amd-analysis.js';
import type { DncVerdict } from '@marcador/plugin-host/guarded-dnc.js';
import type { QueueListener, WatchableTarget } from '@marcador/plugin-host/guarded-target.js';
import type { PortPool } from '@marcador/telephony/dialer-port.js';
import { FakeClaims } from './fake-claims.js';
import { FakePortPool } from './fake-telephone.js';

export const TODAY = '2026-11-23';
/** What is left at machines. */
export const MESSAGE = new Int16Array(8000);
export const RETRY_AFTER_MS = 3_600_000;

/** A contact center whose agents a test moves. */
class FakeTarget implements Pick<WatchableTarget, 'watch'> {
  readonly observers = new Map<string, QueueListener>();
  readonly free = new Set<string>();

  watch(queueId: string, observer: QueueListener): void {
    this.observers.set(queueId, observer);
    this.report();
  }

  setFree(...agents: string[]): void {
    for (const agent of agents) this.free.add(agent);
    this.report();
  }

  setBusy(agent: string): void {
    this.free.delete(agent);
    this.report();
  }

  private report(): void {
    for (const observer of this.observers.values())
      observer.update({ free: [...this.free], loggedOn: this.free.size });
  }
}

/** The engine between fakes of everything outside, on a clock that the test moves. It is 08:00 UTC of {@link TODAY}. */
export function engineBetweenFakes(
  ports: number,
  clock = new ManualClock(`${TODAY}T08:00:00Z`),
  claims = new FakeClaims(),
  /** What the engine itself takes for the clock: a process that may die has one of its own. */
  engineClock: Clock = clock,
) {
  return engineOn(new FakePortPool(ports, clock), clock, claims, engineClock);
}

/** The same, but for the telephony. */
export function engineOn<Pool extends PortPool>(
  pool: Pool,
  clock = new ManualClock(`${TODAY}T08:00:00Z`),
  claims = new FakeClaims(),
  engineClock: Clock = clock,
) {
  const target = new FakeTarget();
  const listed = new Set<string>();
  const outside = {
    /** What the do-not-call service answers; a test may replace it. */
    check: (number: string, _instanceId: string): Promise<DncVerdict> =>
      Promise.resolve(listed.has(number) ? { kind: 'listed' } : { kind: 'clear' }),
    /** The messages that are left at machines; a test may replace it. */
    recording: (_id: string): Promise<Int16Array> => Promise.resolve(MESSAGE),
    /** How calls are analysed; a test may replace it. */
    detection: {
      kind: 'listen',
      task: {
        module: 'file:///analyser.js',
        input: { module: 'file:///detector.js', type: 'amd', instanceId: 'm', config: {} },
        limitMs: 4000,
      },
      ended: () => {},
    } as AmdAnalysisPlan,
  };
  const lists: Pick<ListAges, 'tooOld'> = { tooOld: () => [] };
  const checked: string[] = [];
  const log = createLog('silent');
  const plugins = {
    dnc: (instanceId: string) => ({
      check: (number: string) => {
        checked.push(number);
        return outside.check(number, instanceId);
      },
    }),
    target: () => target,
    amd: () => outside.detection,
    pacing: () => ({ callsToBegin: (state: { unpromisedAgents: number }) => state.unpromisedAgents }),
    onPacingChange: () => undefined,
    name: () => 'Embedded Service',
  };
  const entryStates: string[] = [];
  const dialer = new Dialer({
    settings: {
      nodeName: 'n1',
      ringTimeoutMs: 30_000,
      retryMinuteMs: 60_000,
      handOverGraceMs: 5000,
      greetingLimitMs: 60_000,
      abandonedCallMs: 0,
    },
    clock: engineClock,
    log,
    ports: pool,
    plugins,
    lists,
    recording: (id) => outside.recording(id),
    book: new OutcomeBook(claims, 'n1', engineClock, log),
    entries: { setState: (_id, state) => Promise.resolve(void entryStates.push(state)) },
    waitingNumber: (id, except) => claims.waitingNumber(id, except),
    hasUnfinishedLeads: async (id) => (await claims.unfinished(id)) > 0,
  });
  return { clock, claims, pool, target, listed, outside, lists, checked, dialer, entryStates };
}

export function campaign(id: string, more: Partial<CampaignSettings> = {}): CampaignSettings {
  return {
    id,
    name: id,
    groupId: 'g',
    timeZone: 'UTC',
    pilotNumber: '700',
    callerId: {},
    company: '',
    retryRule: { maxAttempts: 3, retryAfterMs: RETRY_AFTER_MS },
    targetInstanceId: 't',
    queueId: 'sales',
    dncInstanceIds: ['d'],
    amdInstanceId: undefined,
    undecidedMeans: 'PERSON',
    amdExplanations: false,
    messageRecordingId: undefined,
    pacingInstanceId: 'p',
    ...more,
  };
}

export function entry(startTime: string, endTime: string, date = TODAY): EntryOnClock {
  const day = { date, startTime, endTime };
  return { ...day, id: `${date} ${startTime}`, state: 'NOT_RUNNING', window: scheduleWindow(day, 'UTC') };
}

/** Lets everything that does not wait for time or the outside settle. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
