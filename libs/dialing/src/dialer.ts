import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { DialingPlugins } from './dialing-plugins.js';
import type { PortPool } from '@marcador/telephony/dialer-port.js';
import { Subject, type Observable } from 'rxjs';
import { attemptCall, type AttemptTools, type Seat } from './call-attempt.js';
import type { DialingSettings } from './dialing-settings.js';
import type { DncOutage } from './dnc-outages.js';
import { DoNotCallCheck } from './do-not-call-check.js';
import { EntryKeeper, type EntryStates } from './entry-keeper.js';
import { hindrances, type Hindrance } from './hindrances.js';
import type { ListAges } from './list-ages.js';
import type { OutcomeBook } from './outcome-book.js';
import { LeadPool } from './lead-pool.js';
import { LookTimers } from './look-timers.js';
import { RunningCampaign, type CampaignSettings, type EntryOnClock } from './running-campaign.js';
import { SendingPause } from './sending-pause.js';
import { TargetDesk, type QueueView } from './target-desk.js';

/** Until the leads are counted again when the database did not answer. */
const COUNT_PAUSE_MS = 1000;

/** What the dialer works with. */
export interface DialerTools {
  readonly settings: DialingSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly ports: PortPool;
  readonly plugins: DialingPlugins;
  readonly lists: Pick<ListAges, 'tooOld'>;
  readonly book: OutcomeBook;
  /** The samples of a recorded message. */
  recording(id: string): Promise<Int16Array>;
  readonly entries: EntryStates;
  /** Whether a campaign has a lead that is not finished. */
  hasUnfinishedLeads(campaignId: string): Promise<boolean>;
  /** The number of a lead that waits to be called, none of `except`. */
  waitingNumber(campaignId: string, except: readonly string[]): Promise<string | undefined>;
}

/**
 * The pacing loop over all started campaigns of this node.
 *
 * Nothing here polls. Whatever may allow a call (an agent becomes free, a port is released or registered, a lead
 * falls due, an entry opens, a do-not-call service is back) wakes it; it then begins calls in turn over the campaigns
 * until none may begin another.
 */
export class Dialer {
  private readonly campaigns = new Map<string, RunningCampaign>();
  /** Stopped, with calls still under way: their queues are watched on, for the agents promised to them. */
  private readonly stopping = new Set<RunningCampaign>();
  private readonly desks = new Map<string, TargetDesk>();
  private readonly lookTimers: LookTimers;
  private readonly attempts = new Set<Promise<void>>();
  private readonly doNotCall: DoNotCallCheck;
  private readonly sending: SendingPause;
  private readonly entryKeeper: EntryKeeper;
  private readonly attemptTools: AttemptTools;
  private awake = false;
  private draining = false;
  private turn = 0;

  private readonly touched = new Subject<string>();

  constructor(private readonly tools: DialerTools) {
    const { clock, log, plugins, settings } = tools;
    this.doNotCall = new DoNotCallCheck({
      clock,
      log,
      plugins,
      campaigns: () => this.list(),
      waitingNumber: (campaignId, except) => tools.waitingNumber(campaignId, except),
      onChange: (campaigns) => this.onDncChange(campaigns),
    });
    this.lookTimers = new LookTimers(clock, () => this.wake());
    this.sending = new SendingPause(clock, log, () => this.wake());
    this.entryKeeper = new EntryKeeper(tools.entries, clock, log, () => this.wake());
    this.attemptTools = {
      clock,
      node: settings.nodeName,
      ringTimeoutMs: settings.ringTimeoutMs,
      handOverGraceMs: settings.handOverGraceMs,
      greetingLimitMs: settings.greetingLimitMs,
      book: tools.book,
      check: (campaign, number) => this.doNotCall.check(campaign, number),
      sending: this.sending,
      dncName: (instanceId) => this.doNotCall.name(instanceId),
      log,
      detection: (instanceId) => plugins.amd(instanceId),
      recording: (id) => tools.recording(id),
      stopping: () => this.draining,
      onStage: (campaign) => this.touch(campaign),
    };
    tools.ports.onAvailable(() => this.wake());
    plugins.onPacingChange(() => this.wake());
  }

  /** Takes up a started campaign; does nothing when it is taken up already. */
  add(settings: CampaignSettings, entries: readonly EntryOnClock[]): void {
    if (this.campaigns.has(settings.id)) return;
    const before = this.stoppingCampaign(settings.id);
    before?.pool.expectLead(this.tools.clock.now());
    const campaign = new RunningCampaign(settings, entries, before?.pool ?? new LeadPool());
    this.campaigns.set(settings.id, campaign);
    this.desk(campaign).join(settings.queueId, campaign);
    campaign.dncOutOfService = this.outagesOf(campaign).length > 0;
    this.evaluate(campaign);
    this.wake();
  }

  /** Begins no further call for the campaign; those under way run to their end. */
  remove(campaignId: string): void {
    const campaign = this.campaigns.get(campaignId);
    if (campaign === undefined) return;
    campaign.started = false;
    this.campaigns.delete(campaignId);
    this.lookTimers.disarm(campaign);
    this.evaluate(campaign);
    this.stopping.add(campaign);
    if (campaign.calls.size === 0) this.retire(campaign);
  }

  /** Resolves when all changes of schedule entries so far are in the database. */
  entriesWritten(): Promise<void> {
    return this.entryKeeper.flush();
  }

  /** A lead's claim from before the start has ended. */
  async leadSettled(campaignId: string, nextAttempt: Date | undefined): Promise<void> {
    const campaign = this.campaigns.get(campaignId);
    if (campaign === undefined) return;
    campaign.outcomes++;
    if (nextAttempt !== undefined) campaign.pool.expectLead(nextAttempt);
    await this.afterCall(campaign);
  }

  get(campaignId: string): RunningCampaign | undefined {
    return this.campaigns.get(campaignId);
  }

  /** A campaign that was stopped while calls of it are still under way. */
  stoppingCampaign(campaignId: string): RunningCampaign | undefined {
    return [...this.stopping].find(({ settings }) => settings.id === campaignId);
  }

  list(): readonly RunningCampaign[] {
    return [...this.campaigns.values()];
  }

  /** The campaigns with calls under way or outcomes not written yet, those that were stopped meanwhile included. */
  withCalls(): readonly RunningCampaign[] {
    return [...this.campaigns.values(), ...this.stopping].filter(({ calls }) => calls.size > 0);
  }

  /** Ids of campaigns, each time something that can be seen of them changed. */
  get changes(): Observable<string> {
    return this.touched;
  }

  queueOf(campaign: RunningCampaign): QueueView {
    return this.desk(campaign).view(campaign.settings.queueId);
  }

  /** Which of its do-not-call services are out of service. */
  outagesOf({ settings }: RunningCampaign): readonly DncOutage[] {
    return this.doNotCall.outagesOf(settings);
  }

  /** All that keeps a campaign from beginning a call at this moment: what the dialer itself goes by. */
  hindrancesOf(campaign: RunningCampaign): readonly Hindrance[] {
    return [...this.hindrances(campaign)];
  }

  /**
   * Puts the campaigns' entries in the state the clock gives them, after the clock was set for instance, and begins the calls
   * that may begin: after a list was looked at, too.
   */
  evaluateAll(): void {
    for (const campaign of this.campaigns.values()) this.evaluate(campaign);
    this.wake();
  }

  /**
   * Begins no more calls and waits for those under way; after the time-out it ends them, and waits for their outcomes
   * to be written for as long again.
   */
  async drain(timeoutMs: number): Promise<void> {
    this.draining = true;
    this.lookTimers.close();
    this.doNotCall.close();
    this.sending.close();
    this.entryKeeper.close();
    if (!(await this.within(timeoutMs, this.attempts))) {
      this.tools.log.warn({ calls: this.attempts.size }, 'Ending calls that did not finish in time');
      for (const { calls } of this.withCalls()) for (const call of calls) call.abort();
      if (!(await this.within(timeoutMs, this.attempts))) {
        this.tools.log.error(
          { calls: this.attempts.size },
          'Outcomes not written: they are settled at the next start',
        );
      }
    }
    await this.within(timeoutMs, [this.entryKeeper.flush()]);
    for (const desk of this.desks.values()) desk.close();
  }

  private async within(ms: number, work: Iterable<Promise<void>>): Promise<boolean> {
    let timer: Timer | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = this.tools.clock.setTimer(ms, () => resolve(false));
    });
    const inTime = await Promise.race([Promise.all(work).then(() => true), late]);
    timer?.cancel();
    return inTime;
  }

  /** Runs the loop once for all that this turn of the event loop brings. */
  private wake(): void {
    if (this.awake || this.draining) return;
    this.awake = true;
    queueMicrotask(() => {
      this.awake = false;
      this.beginCalls();
    });
  }

  private beginCalls(): void {
    const campaigns = this.list();
    this.turn = campaigns.length === 0 ? 0 : (this.turn + 1) % campaigns.length;
    let inTurn = [...campaigns.slice(this.turn), ...campaigns.slice(0, this.turn)];
    while (inTurn.length > 0) inTurn = inTurn.filter((campaign) => this.beginCall(campaign));
    for (const campaign of campaigns) this.touch(campaign);
  }

  private beginCall(campaign: RunningCampaign): boolean {
    if (this.draining || this.hindrances(campaign).next().done !== true) return false;
    const attempt = this.run(this.takeSeat(campaign)).finally(() => this.attempts.delete(attempt));
    this.attempts.add(attempt);
    return true;
  }

  private hindrances(campaign: RunningCampaign): Generator<Hindrance> {
    const { clock, ports, plugins } = this.tools;
    return hindrances(campaign, {
      now: clock.now(),
      ports,
      sendingFault: this.sending.fault,
      outagesOf: (of) => this.outagesOf(of),
      oldListsOf: ({ settings }) => this.tools.lists.tooOld(settings.dncInstanceIds),
      queueOf: (of) => this.queueOf(of),
      callsToBegin: ({ settings }, { free, unpromised, inFlight }) =>
        plugins.pacing(settings.pacingInstanceId).callsToBegin({
          freeAgents: free,
          unpromisedAgents: unpromised,
          inFlightCalls: inFlight,
          idlePorts: ports.idle,
        }),
    });
  }

  /** Only where nothing hinders a call: then there are an agent to promise and a port. */
  private takeSeat(campaign: RunningCampaign): Seat {
    const desk = this.desk(campaign);
    const promise = desk.promise(campaign.settings.queueId);
    const port = this.tools.ports.acquire();
    if (promise === undefined || port === undefined)
      throw new Error('Nothing hindered a call, and yet none can begin.');
    return { campaign, desk, promise, port };
  }

  private async run(seat: Seat): Promise<void> {
    await attemptCall(seat, this.attemptTools);
    const stopped = seat.campaign;
    if (!stopped.started && stopped.calls.size === 0) this.retire(stopped);
    const campaign = this.campaigns.get(stopped.settings.id);
    if (campaign !== undefined) await this.afterCall(campaign);
  }

  private async afterCall(campaign: RunningCampaign): Promise<void> {
    await this.noticeFinish(campaign);
    this.lookTimers.arm(campaign);
    this.touch(campaign);
  }

  /** When nothing is due any more and no call is under way, all leads may be finished. */
  private async noticeFinish(campaign: RunningCampaign): Promise<void> {
    if (campaign.pool.nextLook !== undefined || campaign.calls.size > 0 || campaign.allLeadsFinished) return;
    try {
      campaign.allLeadsFinished = !(await this.tools.hasUnfinishedLeads(campaign.settings.id));
      if (campaign.allLeadsFinished) this.evaluate(campaign);
      else await this.tools.book.lookAhead(campaign.settings.id, campaign.pool);
    } catch (error) {
      this.tools.log.error(
        { err: error, campaign: campaign.settings.name },
        'The leads could not be counted',
      );
      campaign.pool.expectLead(new Date(this.tools.clock.now().getTime() + COUNT_PAUSE_MS));
    }
  }

  private onDncChange(campaigns: readonly RunningCampaign[]): void {
    for (const campaign of campaigns) {
      campaign.dncOutOfService = this.outagesOf(campaign).length > 0;
      this.evaluate(campaign);
    }
    this.wake();
  }

  private evaluate(campaign: RunningCampaign): void {
    this.entryKeeper.evaluate(campaign);
    this.touch(campaign);
  }

  private desk(campaign: RunningCampaign): TargetDesk {
    const { targetInstanceId } = campaign.settings;
    let desk = this.desks.get(targetInstanceId);
    if (desk === undefined) {
      desk = new TargetDesk(this.tools.plugins.target(targetInstanceId), () =>
        this.onQueueChange(targetInstanceId),
      );
      this.desks.set(targetInstanceId, desk);
    }
    return desk;
  }

  private onQueueChange(targetInstanceId: string): void {
    this.wake();
    for (const campaign of this.campaigns.values()) {
      if (campaign.settings.targetInstanceId === targetInstanceId) this.touch(campaign);
    }
  }

  private touch(campaign: RunningCampaign): void {
    this.touched.next(campaign.settings.id);
  }

  private retire(campaign: RunningCampaign): void {
    if (this.stopping.delete(campaign)) this.desk(campaign).leave(campaign.settings.queueId, campaign);
  }
}
