import { Dialer } from '@marcador/dialing/dialer.js';
import { OutcomeBook } from '@marcador/dialing/outcome-book.js';
import { scheduleWindow } from '@marcador/domain/schedule.js';
import { ScheduleEntryRepository } from '@marcador/persistence/campaigns/schedule-entry.repository.js';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { LeadClaims } from '@marcador/persistence/leads/lead-claims.js';
import { InstanceNumbers } from '@marcador/persistence/plugins/instance-numbers.js';
import { UploadPlaces } from '@marcador/persistence/upload-places.js';
import { systemClock } from '@marcador/platform/clock.js';
import { createLog } from '@marcador/platform/logging.js';
import type { QueueListener, WatchableTarget } from '@marcador/plugin-host/guarded-target.js';
import { listenWith } from '@marcador/plugin-host/amd-analysis.js';
import { startTelephony } from '@marcador/telephony/telephony.js';
import { percentiles, type Percentiles } from './figure.js';
import { importOnAndOn } from './import-on.js';
import { datagramEcho, twoCommits } from './floor.js';
import { WireTimes } from './wire-times.js';

const DETECTOR = import.meta.resolve('@marcador/amd-cadence');
const LISTEN_MS = 4000;

/** What the bench asks of the engine's process. */
export interface EngineTask {
  readonly databaseUrl: string;
  readonly campaignId: string;
  readonly dncInstanceId: string;
  readonly calleePort: number;
  readonly agents: number;
  readonly calls: number;
  /** How many calls a second agents become free for; all at once when absent. */
  readonly pace?: number;
  /** @default 1000 */
  readonly callsPerSecond?: number;
  /** Whether the built-in detector listens to every call. */
  readonly listens?: boolean;
  /** A campaign into which leads are loaded from CSV, one upload after the other, as long as calls are made. */
  readonly importInto?: string;
}

/** What the engine's process measured. */
export interface EngineResult {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly succeeded: number;
  /** The most calls that there were at a time, and what the process held in memory then and before the first, bytes. */
  readonly parallel: { readonly calls: number; readonly memory: number; readonly memoryBefore: number };
  readonly answerToRefer: Percentiles;
  readonly freeToInvite: Percentiles;
  /** Measured in this process after the calls: what the machine needs for the least that has to be done. */
  readonly floor: { readonly datagramEcho: Percentiles; readonly twoCommits: Percentiles };
}

/** A contact center whose agents are free again as soon as they have taken a call, or at a pace. */
class BenchTarget implements Pick<WatchableTarget, 'watch'> {
  private observer: QueueListener | undefined;
  private readonly free: Set<string>;
  private readonly all: readonly string[];

  constructor(
    agents: number,
    private readonly wire: WireTimes,
    private readonly paced: boolean,
  ) {
    this.all = Array.from({ length: agents }, (_, n) => `agent${n}`);
    this.free = new Set(paced ? [] : this.all);
  }

  queues() {
    return Promise.resolve([]);
  }

  watch(_queueId: string, observer: QueueListener): void {
    this.observer = observer;
    this.report();
  }

  taken(): void {
    const [agent] = this.free;
    if (agent === undefined) return;
    this.free.delete(agent);
    this.report();
    if (!this.paced) this.release(agent);
  }

  releaseNext(): void {
    const agent = this.all.find((each) => !this.free.has(each));
    if (agent !== undefined) this.release(agent);
  }

  private release(agent: string): void {
    this.free.add(agent);
    this.wire.agentFree();
    this.report();
  }

  private report(): void {
    this.observer?.update({ free: [...this.free], loggedOn: this.all.length });
  }
}

async function run(task: EngineTask): Promise<EngineResult> {
  const wire = new WireTimes();
  const log = createLog('error');
  const database = await openDataSource({ url: task.databaseUrl });
  const claims = new LeadClaims(database);
  const numbers = new InstanceNumbers(database, new UploadPlaces()).of(task.dncInstanceId);
  const telephony = await startTelephony(
    {
      bind: { address: '127.0.0.1', port: 0 },
      rtpPorts: { min: 30_000, max: 30_000 + 4 * task.agents },
      trunks: [
        {
          name: 'sipp',
          servers: [{ host: '127.0.0.1', port: task.calleePort }],
          domain: '127.0.0.1',
          ports: Array.from({ length: task.agents }, (_, n) => ({ user: `p${n}`, password: 'x' })),
          registrationExpirySeconds: 3600,
          callsPerSecond: task.callsPerSecond ?? 1000,
          transfer: { successOn: 'answered', timeoutMs: 10_000 },
        },
      ],
    },
    { clock: systemClock, log },
  );
  while (telephony.pool.idle < task.agents) await new Promise((resolve) => setTimeout(resolve, 20));

  const target = new BenchTarget(task.agents, wire, task.pace !== undefined);
  let ended = 0;
  let succeeded = 0;
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const settle = claims.settle.bind(claims);
  claims.settle = async (settlement) => {
    if (settlement.result.status === 'SUCCESS') target.taken();
    await settle(settlement);
    if (settlement.result.status === 'SUCCESS') succeeded++;
    if (++ended === task.calls) finish();
  };
  const dialer = new Dialer({
    settings: {
      nodeName: 'bench',
      ringTimeoutMs: 30_000,
      retryMinuteMs: 60_000,
      handOverGraceMs: 5000,
      abandonedCallMs: 0,
    },
    clock: systemClock,
    log,
    ports: telephony.pool,
    plugins: {
      dnc: () => ({ check: async (number) => ({ kind: (await numbers.has(number)) ? 'listed' : 'clear' }) }),
      target: () => target,
      amd: () =>
        listenWith({ module: DETECTOR, type: 'amd-cadence', instanceId: 'amd', config: {} }, LISTEN_MS),
      pacing: () => ({ callsToBegin: ({ unpromisedAgents }) => unpromisedAgents }),
      name: () => 'Embedded Service',
    },
    book: new OutcomeBook(claims, 'bench', systemClock, log),
    entries: new ScheduleEntryRepository(database),
    waitingNumber: (campaignId, except) => claims.waitingNumber(campaignId, except),
    hasUnfinishedLeads: (id) => claims.hasUnfinished(id),
  });

  let parallel = { calls: 0, memory: 0 };
  const memoryBefore = process.memoryUsage.rss();
  const census = setInterval(() => {
    const calls = telephony.pool.states().filter(({ busy }) => busy).length;
    if (calls >= parallel.calls) parallel = { calls, memory: process.memoryUsage.rss() };
  }, 1000);
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const day = { date: new Date().toISOString().slice(0, 10), startTime: '00:00', endTime: '24:00' };
  dialer.add(
    {
      id: task.campaignId,
      name: 'bench',
      groupId: '00000000-0000-0000-0000-000000000000',
      timeZone: 'UTC',
      pilotNumber: '5000',
      callerId: {},
      retryRule: { maxAttempts: 1, retryAfterMs: 60_000 },
      targetInstanceId: 'target',
      queueId: 'queue',
      dncInstanceId: task.dncInstanceId,
      amdInstanceId: task.listens === true ? 'amd' : undefined,
      pacingInstanceId: 'pacing',
    },
    [
      {
        ...day,
        id: '00000000-0000-0000-0000-000000000000',
        state: 'RUNNING',
        window: scheduleWindow(day, 'UTC'),
      },
    ],
  );
  const pacer =
    task.pace === undefined ? undefined : setInterval(() => target.releaseNext(), 1000 / task.pace);
  const enough = new AbortController();
  const imports =
    task.importInto === undefined ? undefined : importOnAndOn(database, task.importInto, enough.signal);
  await Promise.race([finished, imports ?? finished]);
  enough.abort();
  await imports;
  clearInterval(pacer);
  clearInterval(census);
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await dialer.drain(1000);
  await telephony.close();
  const floor = { datagramEcho: await datagramEcho(), twoCommits: await twoCommits(database) };
  await database.destroy();
  return {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    succeeded,
    parallel: { ...parallel, memoryBefore },
    answerToRefer: percentiles(wire.answerToRefer),
    freeToInvite: percentiles(wire.freeToInvite),
    floor,
  };
}

process.once('message', (task: EngineTask) => {
  run(task).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
