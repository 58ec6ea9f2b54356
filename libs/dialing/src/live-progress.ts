import { LEAD_STATUSES, type LeadStatus } from '@marcador/domain/lead-status.js';
import type { ScheduleEntryState } from '@marcador/domain/schedule.js';
import type { LeadClaims } from '@marcador/persistence/leads/lead-claims.js';
import type { RecentCalls, RecentCallsReader } from '@marcador/persistence/call-records/recent-calls.js';
import type { LeadRepository } from '@marcador/persistence/leads/lead.repository.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Observable, shareReplay } from 'rxjs';
import type { CampaignControl } from './campaign-control.js';
import type { Dialer } from './dialer.js';
import type { Hindrance } from './hindrances.js';
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
  /** Why the do-not-call service is out of service, and since when. */
  readonly dncOutage: { readonly since: Date; readonly reason: string } | null;
  /** All that keeps the campaign from beginning a call at this moment: the dialer's own reasons. */
  readonly hindrances: readonly Hindrance[];
  /** The calls that ended within the last {@link RECENT_MINUTES} minutes, and the last outcomes. */
  readonly recent: RecentCalls;
}

/** How far back the live figures go. */
export const RECENT_MINUTES = 15;
const LAST_OUTCOMES = 10;

/** What has to be counted in the database. */
type Figures = Pick<CampaignProgress, 'leads' | 'unfinished' | 'recent'>;

/** However much happens, a watched campaign is reported at most this often. */
const REPORT_INTERVAL_MS = 500;

/** The progress of campaigns, on demand and as it changes. */
export class LiveProgress {
  private readonly streams = new Map<string, Observable<CampaignProgress>>();
  private counting: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dialer: Pick<Dialer, 'get' | 'queueOf' | 'outageOf' | 'hindrancesOf' | 'changes'>,
    private readonly control: Pick<CampaignControl, 'hindrancesWhileStopped'>,
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

  private reports(campaignId: string): Observable<CampaignProgress> {
    return new Observable((subscriber) => {
      let resting = false;
      let changed = false;
      let rest = { cancel: () => {} };
      const figures = new FiguresOfOne(() => this.inTurn(() => this.count(campaignId)), this.clock);
      const outcomes = () => this.dialer.get(campaignId)?.outcomes;
      const report = async () => {
        resting = true;
        changed = false;
        subscriber.next(await this.seen(campaignId, await figures.at(outcomes())));
        if (subscriber.closed) return;
        rest = this.clock.setTimer(REPORT_INTERVAL_MS, () => {
          resting = false;
          if (changed || !figures.areOf(outcomes())) begin();
        });
      };
      const begin = () => void report().catch((error: unknown) => subscriber.error(error));
      const subscription = this.dialer.changes.subscribe((id) => {
        if (id !== campaignId) return;
        changed = true;
        if (!resting) begin();
      });
      begin();
      return () => {
        subscription.unsubscribe();
        rest.cancel();
        this.streams.delete(campaignId);
      };
    });
  }

  /** One after the other over all campaigns: counting must not keep the database from dialling. */
  private inTurn<T>(count: () => Promise<T>): Promise<T> {
    const counted = this.counting.then(count);
    this.counting = counted.catch(() => undefined);
    return counted;
  }

  private async count(campaignId: string): Promise<Figures> {
    const since = new Date(this.clock.now().getTime() - RECENT_MINUTES * 60_000);
    const [counts, unfinished, recent] = await Promise.all([
      this.leads.countByStatus(campaignId),
      this.claims.unfinished(campaignId),
      this.calls.of(campaignId, since, LAST_OUTCOMES),
    ]);
    const leads = Object.fromEntries(LEAD_STATUSES.map((status) => [status, counts[status] ?? 0]));
    return { leads: leads as Record<LeadStatus, number>, unfinished, recent };
  }

  private async seen(campaignId: string, figures: Figures): Promise<CampaignProgress> {
    const whileStopped =
      this.dialer.get(campaignId) === undefined ? await this.control.hindrancesWhileStopped(campaignId) : [];
    const campaign = this.dialer.get(campaignId);
    return { campaignId, at: this.clock.now(), ...figures, ...this.engineView(campaign, whileStopped) };
  }

  private engineView(
    campaign: RunningCampaign | undefined,
    whileStopped: readonly Hindrance[],
  ): Pick<CampaignProgress, 'started' | 'entryState' | 'calls' | 'queue' | 'dncOutage' | 'hindrances'> {
    const calls: Record<CallStage, number> = { checking: 0, ringing: 0, analysing: 0, transferring: 0 };
    if (campaign === undefined)
      return {
        started: false,
        entryState: null,
        calls,
        queue: null,
        dncOutage: null,
        hindrances: whileStopped,
      };
    for (const { stage } of campaign.calls) calls[stage]++;
    const outage = this.dialer.outageOf(campaign);
    return {
      started: true,
      entryState: campaign.entryAt(this.clock.now())?.state ?? null,
      calls,
      queue: this.dialer.queueOf(campaign),
      hindrances: this.dialer.hindrancesOf(campaign),
      dncOutage: outage === undefined ? null : { since: outage.since, reason: outage.reason },
    };
  }
}

/** The figures of one watched campaign, counted again when there are new outcomes and enough time has passed. */
class FiguresOfOne {
  private figures: Figures | undefined;
  private outcomes: number | undefined;
  private notBefore = 0;

  constructor(
    private readonly count: () => Promise<Figures>,
    private readonly clock: Clock,
  ) {}

  /** Whether they were counted at so many outcomes; those of a stopped campaign (`undefined`) do not change. */
  areOf(outcomes: number | undefined): boolean {
    return this.outcomes === outcomes;
  }

  async at(outcomes: number | undefined): Promise<Figures> {
    const begunAt = this.clock.now().getTime();
    if (this.figures !== undefined && (this.areOf(outcomes) || begunAt < this.notBefore)) return this.figures;
    this.figures = await this.count();
    this.outcomes = outcomes;
    const now = this.clock.now().getTime();
    this.notBefore = now + 9 * (now - begunAt);
    return this.figures;
  }
}
