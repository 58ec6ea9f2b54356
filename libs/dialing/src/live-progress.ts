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

/** However much happens, a watched campaign is reported at most this often: counting leads is the database's work. */
const REPORT_INTERVAL_MS = 500;

/** The progress of campaigns, on demand and as it changes. */
export class LiveProgress {
  private readonly streams = new Map<string, Observable<CampaignProgress>>();

  constructor(
    private readonly dialer: Pick<Dialer, 'get' | 'queueOf' | 'outageOf' | 'hindrancesOf' | 'changes'>,
    private readonly control: Pick<CampaignControl, 'hindrancesWhileStopped'>,
    private readonly leads: Pick<LeadRepository, 'countByStatus'>,
    private readonly claims: Pick<LeadClaims, 'unfinished'>,
    private readonly calls: Pick<RecentCallsReader, 'of'>,
    private readonly clock: Clock,
  ) {}

  async snapshot(campaignId: string): Promise<CampaignProgress> {
    const at = this.clock.now();
    const since = new Date(at.getTime() - RECENT_MINUTES * 60_000);
    const [counts, unfinished, recent, whileStopped] = await Promise.all([
      this.leads.countByStatus(campaignId),
      this.claims.unfinished(campaignId),
      this.calls.of(campaignId, since, LAST_OUTCOMES),
      this.dialer.get(campaignId) === undefined ? this.control.hindrancesWhileStopped(campaignId) : [],
    ]);
    const leads = Object.fromEntries(LEAD_STATUSES.map((status) => [status, counts[status] ?? 0])) as Record<
      LeadStatus,
      number
    >;
    const campaign = this.dialer.get(campaignId);
    return { campaignId, at, leads, unfinished, recent, ...this.engineView(campaign, whileStopped) };
  }

  /**
   * The snapshot now, and a new one after each change, at most twice a second, and so that counting leads takes a
   * tenth of the time at most. All who watch a campaign share it. Ends with an error when the leads cannot be counted.
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
      const report = () => {
        resting = true;
        changed = false;
        const begunAt = this.clock.now().getTime();
        this.snapshot(campaignId).then(
          (progress) => {
            subscriber.next(progress);
            if (subscriber.closed) return;
            const took = this.clock.now().getTime() - begunAt;
            rest = this.clock.setTimer(Math.max(REPORT_INTERVAL_MS, 9 * took), () => {
              resting = false;
              if (changed) report();
            });
          },
          (error: unknown) => subscriber.error(error),
        );
      };
      const subscription = this.dialer.changes.subscribe((id) => {
        if (id !== campaignId) return;
        changed = true;
        if (!resting) report();
      });
      report();
      return () => {
        subscription.unsubscribe();
        rest.cancel();
        this.streams.delete(campaignId);
      };
    });
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
