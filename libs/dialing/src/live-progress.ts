import { LEAD_STATUSES, type LeadStatus } from '@marcador/domain/lead-status.js';
import type { ScheduleEntryState } from '@marcador/domain/schedule.js';
import type { LeadClaims } from '@marcador/persistence/leads/lead-claims.js';
import type { LeadRepository } from '@marcador/persistence/leads/lead.repository.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Observable } from 'rxjs';
import type { Dialer } from './dialer.js';
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
}

/** However much happens, a watched campaign is reported at most this often: counting leads is the database's work. */
const REPORT_INTERVAL_MS = 500;

/** The progress of campaigns, on demand and as it changes. */
export class LiveProgress {
  constructor(
    private readonly dialer: Pick<Dialer, 'get' | 'queueOf' | 'outageOf' | 'changes'>,
    private readonly leads: Pick<LeadRepository, 'countByStatus'>,
    private readonly claims: Pick<LeadClaims, 'unfinished'>,
    private readonly clock: Clock,
  ) {}

  async snapshot(campaignId: string): Promise<CampaignProgress> {
    const [counts, unfinished] = await Promise.all([
      this.leads.countByStatus(campaignId),
      this.claims.unfinished(campaignId),
    ]);
    const leads = Object.fromEntries(LEAD_STATUSES.map((status) => [status, counts[status] ?? 0])) as Record<
      LeadStatus,
      number
    >;
    const campaign = this.dialer.get(campaignId);
    return { campaignId, at: this.clock.now(), leads, unfinished, ...this.engineView(campaign) };
  }

  /**
   * The snapshot now, and a new one after each change, at most twice a second. Ends with an error when the leads
   * cannot be counted.
   */
  changes(campaignId: string): Observable<CampaignProgress> {
    return new Observable((subscriber) => {
      let resting = false;
      let changed = false;
      const report = () => {
        resting = true;
        changed = false;
        this.snapshot(campaignId).then(
          (progress) => {
            subscriber.next(progress);
            rest = this.clock.setTimer(REPORT_INTERVAL_MS, () => {
              resting = false;
              if (changed) report();
            });
          },
          (error: unknown) => subscriber.error(error),
        );
      };
      let rest = { cancel: () => {} };
      const subscription = this.dialer.changes.subscribe((id) => {
        if (id !== campaignId) return;
        changed = true;
        if (!resting) report();
      });
      report();
      return () => {
        subscription.unsubscribe();
        rest.cancel();
      };
    });
  }

  private engineView(
    campaign: RunningCampaign | undefined,
  ): Pick<CampaignProgress, 'started' | 'entryState' | 'calls' | 'queue' | 'dncOutage'> {
    const calls: Record<CallStage, number> = { checking: 0, ringing: 0, analysing: 0, transferring: 0 };
    if (campaign === undefined)
      return { started: false, entryState: null, calls, queue: null, dncOutage: null };
    for (const { stage } of campaign.calls) calls[stage]++;
    const outage = this.dialer.outageOf(campaign);
    return {
      started: true,
      entryState: campaign.entryAt(this.clock.now())?.state ?? null,
      calls,
      queue: this.dialer.queueOf(campaign),
      dncOutage: outage === undefined ? null : { since: outage.since, reason: outage.reason },
    };
  }
}
