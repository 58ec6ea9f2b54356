import { LEAD_STATUSES, type LeadStatus } from '@marcador/domain/lead-status.js';
import type { ScheduleEntryState } from '@marcador/domain/schedule.js';
import type { LeadClaims } from '@marcador/persistence/leads/lead-claims.js';
import type { RecentCalls, RecentCallsReader } from '@marcador/persistence/call-records/recent-calls.js';
import type { LeadRepository } from '@marcador/persistence/leads/lead.repository.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Observable, shareReplay, Subject } from 'rxjs';
import type { CampaignControl } from './campaign-control.js';
import type { Dialer } from './dialer.js';
import type { DncOutage } from './dnc-outages.js';
import type { Hindrance } from './hindrances.js';
import type { ListAges, OldList } from './list-ages.js';
import type { CallStage, RunningCampaign } from './running-campaign.js';
import type { QueueView } from './target-desk.js';

/** What can be seen of a campaign at a moment. */
export interface CampaignProgress {
  readonly campaignId: string;
  readonly at: Date;
  readonly started: boolean;
  /** State of the entry whose hours it is now; `null` outside every entry. */
  readonly entryState: ScheduleEntryState | null;
  readonly leads: Readonly<Record<LeadStatus, number>>;
  /** Leads that will be called (again). */
  readonly unfinished: number;
  /** Calls under way, by stage. */
  readonly calls: Readonly<Record<CallStage, number>>;
  /** The campaign's queue; `null` while the campaign is stopped. */
  readonly queue: QueueView | null;
  /** Which do-not-call service is out of service, why and since when; of several the first. */
  readonly dncOutage: DncOutage | null;
  /** All that keeps the campaign from beginning a call at this moment: the dialer's own reasons. */
  readonly hindrances: readonly Hindrance[];
  /** Its do-not-call lists that are older than allowed, those that keep it from dialling among them. */
  readonly oldLists: readonly OldList[];
  /** The calls that ended within the last {@link RECENT_MINUTES} minutes, and the last outcomes. */
  readonly recent: RecentCalls;
}

/** How far back the live figures go. */
export const RECENT_MINUTES = 15;
const LAST_OUTCOMES = 10;

/** What has to be counted in the database. */
type CountedFigures = Pick<CampaignProgress, 'leads' | 'unfinished' | 'recent'>;

/** However much happens, a watched campaign is reported at most this often. */
const REPORT_INTERVAL_MS = 500;

/** The progress of campaigns, on demand and as it changes. */
export class LiveProgress {
  private readonly streams = new Map<string, Observable<CampaignProgress>>();
  private readonly byHand = new Subject<string | undefined>();
  private counting: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dialer: Pick<
      Dialer,
      'get' | 'stoppingCampaign' | 'queueOf' | 'outagesOf' | 'hindrancesOf' | 'changes'
    >,
    private readonly control: Pick<CampaignControl, 'whileStopped'>,
    private readonly lists: Pick<ListAges, 'tooOld'>,
    private readonly leads: Pick<LeadRepository, 'countByStatus'>,
    private readonly claims: Pick<LeadClaims, 'unfinished'>,
    private readonly calls: Pick<RecentCallsReader, 'of'>,
    private readonly clock: Clock,
  ) {}

  async snapshot(campaignId: string): Promise<CampaignProgress> {
    return this.seen(campaignId, await this.count(campaignId));
  }

  /**
   * The snapshot now, and a new one after each change, at most twice a second. All who watch a campaign share it. Its
   * leads are counted when there are new outcomes, one campaign after the other, and so that this takes a tenth of the
   * time at most; agents and calls are always those of the moment. Ends with an error when the leads cannot be counted.
   */
  changes(campaignId: string): Observable<CampaignProgress> {
    let shared = this.streams.get(campaignId);
    if (shared === undefined) {
      shared = this.reports(campaignId).pipe(shareReplay({ bufferSize: 1, refCount: true }));
      this.streams.set(campaignId, shared);
    }
    return shared;
  }

  /** Leads, settings or group of a campaign were changed by somebody; of all campaigns where none is named. */
  changedByHand(campaignId?: string): void {
    this.byHand.next(campaignId);
  }

  private reports(campaignId: string): Observable<CampaignProgress> {
    return new Observable((subscriber) => {
      let resting = false;
      let changed = false;
      let rest = { cancel: () => {} };
      const fail = (error: unknown) => subscriber.error(error);
      const outcomes = () => this.campaign(campaignId)?.outcomes;
      const figures = new Figures(
        () => this.inTurn(() => this.count(campaignId)),
        this.clock,
        () => change(),
        fail,
      );
      const report = async () => {
        resting = true;
        changed = false;
        subscriber.next(await this.seen(campaignId, await figures.latest(outcomes())));
        if (!subscriber.closed) restABit();
      };
      const restABit = () => {
        resting = true;
        rest = this.clock.setTimer(REPORT_INTERVAL_MS, () => {
          resting = false;
          if (changed) begin();
          else if (figures.recount(outcomes())) restABit();
        });
      };
      const begin = () => void report().catch(fail);
      const change = () => {
        changed = true;
        if (!resting) begin();
      };
      const subscription = this.dialer.changes.subscribe((id) => {
        if (id === campaignId) change();
      });
      subscription.add(
        this.byHand.subscribe((id = campaignId) => {
          if (id !== campaignId) return;
          figures.outdate();
          change();
        }),
      );
      begin();
      return () => {
        subscription.unsubscribe();
        rest.cancel();
        this.streams.delete(campaignId);
      };
    });
  }

  /** As the engine carries it, also where it is stopped and its last calls go on. */
  private campaign(campaignId: string): RunningCampaign | undefined {
    return this.dialer.get(campaignId) ?? this.dialer.stoppingCampaign(campaignId);
  }

  /** One after the other over all campaigns: counting must not keep the database from dialling. */
  private inTurn<T>(count: () => Promise<T>): Promise<T> {
    const counted = this.counting.then(count);
    this.counting = counted.catch(() => undefined);
    return counted;
  }

  private async count(campaignId: string): Promise<CountedFigures> {
    const since = new Date(this.clock.now().getTime() - RECENT_MINUTES * 60_000);
    const [counts, unfinished, recent] = await Promise.all([
      this.leads.countByStatus(campaignId),
      this.claims.unfinished(campaignId),
      this.calls.of(campaignId, since, LAST_OUTCOMES),
    ]);
    const leads = Object.fromEntries(LEAD_STATUSES.map((status) => [status, counts[status] ?? 0]));
    return { leads: leads as Record<LeadStatus, number>, unfinished, recent };
  }

  private async seen(campaignId: string, figures: CountedFigures): Promise<CampaignProgress> {
    const whileStopped =
      this.dialer.get(campaignId) === undefined ? await this.control.whileStopped(campaignId) : NOTHING;
    const running = this.dialer.get(campaignId);
    const seen = running === undefined ? { ...STOPPED, ...whileStopped } : this.seenRunning(running);
    const calls = callsByStage(this.campaign(campaignId));
    return { campaignId, at: this.clock.now(), ...figures, ...seen, calls };
  }

  private seenRunning(campaign: RunningCampaign) {
    const [outage] = this.dialer.outagesOf(campaign);
    return {
      started: true,
      entryState: campaign.entryAt(this.clock.now())?.state ?? null,
      queue: this.dialer.queueOf(campaign),
      hindrances: this.dialer.hindrancesOf(campaign),
      oldLists: this.lists.tooOld(campaign.settings.dncInstanceIds),
      dncOutage:
        outage === undefined ? null : { service: outage.service, since: outage.since, reason: outage.reason },
    };
  }
}

const NOTHING = { hindrances: [], oldLists: [] } as const;
const STOPPED = { started: false, entryState: null, queue: null, dncOutage: null } as const;

function callsByStage(campaign: RunningCampaign | undefined): Record<CallStage, number> {
  const calls = { checking: 0, ringing: 0, analysing: 0, transferring: 0, leavingMessage: 0 };
  for (const { stage } of campaign?.calls ?? []) calls[stage]++;
  return calls;
}

/**
 * The figures of one watched campaign: the latest that were counted. They are counted again when they are out of date
 * and enough time has passed; nobody waits for it.
 */
class Figures {
  private latestOnes: CountedFigures | undefined;
  private outcomes: number | undefined;
  private outOfDate = true;
  private counting: Promise<void> | undefined;
  private notBefore = 0;

  constructor(
    private readonly count: () => Promise<CountedFigures>,
    private readonly clock: Clock,
    private readonly onCounted: () => void,
    private readonly onFailed: (error: unknown) => void,
  ) {}

  /** They are no longer true for another reason than outcomes. */
  outdate(): void {
    this.outOfDate = true;
  }

  /** The latest there are; the first ones have to be counted. */
  async latest(outcomes: number | undefined): Promise<CountedFigures> {
    this.recount(outcomes);
    if (this.latestOnes === undefined) await this.counting;
    return this.latestOnes ?? Promise.reject(new Error('The leads could not be counted.'));
  }

  /** @returns whether they are out of date and cannot be counted yet */
  recount(outcomes: number | undefined): boolean {
    this.outOfDate ||= outcomes !== this.outcomes;
    if (!this.outOfDate || this.counting !== undefined) return false;
    if (this.clock.now().getTime() < this.notBefore) return true;
    this.outcomes = outcomes;
    this.outOfDate = false;
    this.counting = this.countNow().catch(this.onFailed);
    return false;
  }

  private async countNow(): Promise<void> {
    const begunAt = this.clock.now().getTime();
    const isFirst = this.latestOnes === undefined;
    this.latestOnes = await this.count();
    const now = this.clock.now().getTime();
    this.notBefore = now + 9 * (now - begunAt);
    this.counting = undefined;
    if (!isFirst) this.onCounted();
  }
}
