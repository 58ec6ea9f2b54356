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
import { listenWith } from '@marcador/plugin-host/amd-analysis.js';
import { startTelephony, type Telephony } from '@marcador/telephony/telephony.js';
import { BenchTarget } from './bench-target.js';
import type { Census, EngineOptions, Floor, Round, RoundResult } from './engine-protocol.js';
import { percentiles } from './figure.js';
import { datagramEcho, twoCommits } from './floor.js';
import { importOnAndOn } from './import-on.js';
import { WireTimes } from './wire-times.js';

const DETECTOR = import.meta.resolve('@marcador/amd-cadence');
const LISTEN_MS = 4000;
const PLATEAU = 0.95;
const NOBODY = '00000000-0000-0000-0000-000000000000';

type Database = Awaited<ReturnType<typeof openDataSource>>;

/** The whole engine but for contact center and carrier, in this process. */
export class BenchEngine {
  private readonly wire = new WireTimes();
  private target = new BenchTarget(0, undefined, () => {});
  private onSettled: (success: boolean) => void = () => {};
  private readonly dialer: Dialer;

  private constructor(
    private readonly options: EngineOptions,
    private readonly database: Database,
    private readonly telephony: Telephony,
  ) {
    this.dialer = this.makeDialer();
    telephony.pool.onAvailable(() => this.wire.portIdle());
  }

  /** Resolves when all ports are registered. */
  static async start(options: EngineOptions): Promise<BenchEngine> {
    const database = await openDataSource({ url: options.databaseUrl });
    const telephony = await startTelephony(telephonyOptions(options), {
      clock: systemClock,
      log: createLog('error'),
    });
    while (telephony.pool.idle < options.ports) await new Promise((resolve) => setTimeout(resolve, 20));
    return new BenchEngine(options, database, telephony);
  }

  /** Calls all leads of a campaign; resolves when the last outcome is stored. */
  async call(round: Round): Promise<RoundResult> {
    this.wire.clear();
    this.target = new BenchTarget(this.options.ports, round.pace, () =>
      this.wire.agentFree(round.portsLimit !== true || this.telephony.pool.idle > 0),
    );
    let ended = 0;
    let succeeded = 0;
    const finished = new Promise<void>((resolve) => {
      this.onSettled = (success) => {
        if (success) succeeded++;
        if (++ended === round.calls) resolve();
      };
    });
    const taken: Census[] = [];
    const steady: Census[] = [];
    const census = setInterval(() => {
      const calls = this.telephony.pool.states().filter(({ busy }) => busy).length;
      const now = { calls, listenedTo: this.wire.listenedTo, memory: process.memoryUsage.rss() };
      taken.push(now);
      // Before, all that were begun still rang.
      if (ended > 0) steady.push(now);
    }, 1000);
    const cpu = process.cpuUsage();
    const begin = performance.now();
    this.addCampaign(round);
    const enough = new AbortController();
    const { importInto } = round;
    const imports =
      importInto === undefined ? undefined : importOnAndOn(this.database, importInto, enough.signal);
    await Promise.race([finished, imports ?? finished]);
    enough.abort();
    await imports;
    clearInterval(census);
    this.target.close();
    this.dialer.remove(round.campaignId);
    const { user, system } = process.cpuUsage(cpu);
    return {
      seconds: (performance.now() - begin) / 1000,
      cpuSeconds: (user + system) / 1e6,
      succeeded,
      ...summary(taken, steady),
      memory: percentiles(taken.slice(-60).map(({ memory }) => memory)).p50,
      answerToRefer: percentiles(this.wire.answerToRefer),
      freeToInvite: percentiles(this.wire.freeToInvite),
      freeToAck: percentiles(this.wire.freeToAck),
    };
  }

  async stop(): Promise<Floor> {
    await this.dialer.drain(1000);
    await this.telephony.close();
    const floor = { datagramEcho: await datagramEcho(), twoCommits: await twoCommits(this.database) };
    await this.database.destroy();
    return floor;
  }

  private addCampaign({ campaignId, dncInstanceIds }: Round): void {
    const day = { date: new Date().toISOString().slice(0, 10), startTime: '00:00', endTime: '24:00' };
    this.dialer.add(
      {
        id: campaignId,
        name: 'bench',
        groupId: NOBODY,
        timeZone: 'UTC',
        pilotNumber: '5000',
        callerId: {},
        company: '',
        retryRule: { maxAttempts: 1, retryAfterMs: 60_000 },
        targetInstanceId: `target of ${campaignId}`,
        queueId: 'queue',
        dncInstanceIds,
        undecidedMeans: 'PERSON',
        amdExplanations: false,
        messageRecordingId: undefined,
        amdInstanceId: this.options.listens === true ? 'amd' : undefined,
        pacingInstanceId: 'pacing',
      },
      [{ ...day, id: NOBODY, state: 'RUNNING', window: scheduleWindow(day, 'UTC') }],
    );
  }

  private makeDialer(): Dialer {
    const { database, telephony } = this;
    const log = createLog('error');
    const claims = new LeadClaims(database);
    const numbers = new InstanceNumbers(database, new UploadPlaces());
    const settle = claims.settle.bind(claims);
    claims.settle = async (settlement) => {
      const success = settlement.result.status === 'SUCCESS';
      if (success) this.target.taken();
      await settle(settlement);
      this.onSettled(success);
    };
    return new Dialer({
      settings: {
        nodeName: 'bench',
        ringTimeoutMs: 60_000,
        retryMinuteMs: 60_000,
        handOverGraceMs: 5000,
        greetingLimitMs: 60_000,
        abandonedCallMs: 0,
      },
      clock: systemClock,
      log,
      ports: telephony.pool,
      recording: () => Promise.reject(new Error('no recordings here')),
      plugins: {
        dnc: (id) => ({
          check: async (number) => ({ kind: (await numbers.of(id).has(number)) ? 'listed' : 'clear' }),
        }),
        target: () => this.target,
        amd: () =>
          listenWith({ module: DETECTOR, type: 'amd-cadence', instanceId: 'amd', config: {} }, LISTEN_MS),
        pacing: () => ({ callsToBegin: ({ unpromisedAgents }) => unpromisedAgents }),
        onPacingChange: () => undefined,
        name: () => 'Embedded Service',
      },
      lists: { tooOld: () => [] },
      book: new OutcomeBook(claims, 'bench', systemClock, log),
      entries: new ScheduleEntryRepository(database),
      waitingNumber: (campaignId, except) => claims.waitingNumber(campaignId, except),
      hasUnfinishedLeads: (id) => claims.hasUnfinished(id),
    });
  }
}

/** The plateau are the times with nearly as many calls as there ever were, from the end of the first one on. */
function summary(
  taken: readonly Census[],
  steady: readonly Census[],
): Pick<RoundResult, 'busiest' | 'listenedTo'> {
  const nobody: Census = { calls: 0, listenedTo: 0, memory: 0 };
  const busiest = taken.reduce((most, census) => (census.calls >= most.calls ? census : most), nobody);
  const plateau = steady.filter(({ calls }) => calls >= PLATEAU * busiest.calls);
  const listenedTo = plateau.map((census) => census.listenedTo);
  return { busiest, listenedTo: { least: Math.min(...listenedTo), median: percentiles(listenedTo).p50 } };
}

function telephonyOptions({ ports, calleePort, callsPerSecond = 1000 }: EngineOptions) {
  return {
    bind: { address: '127.0.0.1', port: 0 },
    rtpPorts: { min: 30_000, max: 30_000 + 4 * ports },
    trunks: [
      {
        name: 'sipp',
        servers: [{ host: '127.0.0.1', port: calleePort }],
        domain: '127.0.0.1',
        ports: Array.from({ length: ports }, (_, n) => ({ user: `p${n}`, password: 'x' })),
        registrationExpirySeconds: 3600,
        registrationsPerSecond: 1000,
        callsPerSecond,
        transfer: { successOn: 'answered' as const, timeoutMs: 10_000 },
      },
    ],
  };
}
