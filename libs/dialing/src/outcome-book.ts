import { randomUUID } from 'node:crypto';
import { countsAsAttempt, resultOf, type CallOutcome } from '@marcador/domain/call-outcome.js';
import { nextAttemptAt } from '@marcador/domain/retry-rule.js';
import type { ClaimedLead, LeadClaims } from '@marcador/persistence/leads/lead-claims.js';
import { Batcher } from '@marcador/platform/batcher.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { CallRecordDraft } from './call-record-draft.js';
import type { LeadPool } from './lead-pool.js';
import { persistently } from './persistently.js';
import type { RunningCampaign } from './running-campaign.js';

/** Leads that are claimed at a time. */
const MOST_CLAIMS = 100;

/** When the database does not answer, or the one lead that is due has its number in another campaign's call. */
const PAUSE_MS = 1000;

/** After the do-not-call service had no answer about a number: the others that wait come first. */
const UNANSWERED_PAUSE_MS = 15_000;

/** Claims leads and writes what became of them: all that an attempt has to do with the database. */
export class OutcomeBook {
  /** By campaign: those who claim at the same moment would only step over each other's leads. */
  private readonly claimsOf = new WeakMap<LeadPool, Batcher<RunningCampaign, ClaimedLead | undefined>>();

  constructor(
    private readonly claims: Pick<
      LeadClaims,
      'claim' | 'abandon' | 'markDialling' | 'release' | 'settle' | 'nextDueAt'
    >,
    private readonly node: string,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Claims the next due lead. When there is none the campaign's pool knows afterwards when to look again; a database
   * that does not answer is waited for.
   */
  claim(campaign: RunningCampaign): Promise<ClaimedLead | undefined> {
    let claims = this.claimsOf.get(campaign.pool);
    if (claims === undefined) {
      claims = new Batcher((campaigns) => this.claimFor(campaigns), { largest: MOST_CLAIMS });
      this.claimsOf.set(campaign.pool, claims);
    }
    return claims.add(campaign);
  }

  /** Finds out when a lead of the campaign is due again. Rejects when the database does not answer. */
  lookAhead(campaignId: string, pool: LeadPool): Promise<void> {
    return pool.lookAhead(() => this.nextDue(campaignId));
  }

  /**
   * Notes durably that the lead is being dialled from this port. When this cannot be noted, no INVITE may leave.
   * @returns whether it is noted
   */
  async markDialling(lead: ClaimedLead, port: string): Promise<boolean> {
    try {
      await this.claims.markDialling(lead, port, this.clock.now());
      return true;
    } catch (error) {
      this.log.error({ err: error, leadId: lead.leadId }, 'Not dialled: the claim could not be written');
      return false;
    }
  }

  /** Gives the lead back to the pool: no attempt was made. */
  async giveBack(lead: ClaimedLead, campaign: RunningCampaign): Promise<void> {
    await this.write(lead.token, () => this.claims.release(lead));
    campaign.pool.expectLead(this.clock.now());
  }

  /** As {@link giveBack}, but behind the other leads: one number without an answer must not stand in their way. */
  async giveBackUnanswered(lead: ClaimedLead, campaign: RunningCampaign): Promise<void> {
    const notBefore = new Date(this.clock.now().getTime() + UNANSWERED_PAUSE_MS);
    await this.write(lead.token, () => this.claims.release(lead, notBefore));
    campaign.pool.expectLead(notBefore);
  }

  /** Writes the outcome: call record, lead status, attempts and next attempt, in one transaction. */
  async settle(
    lead: ClaimedLead,
    campaign: RunningCampaign,
    outcome: CallOutcome,
    record: CallRecordDraft,
  ): Promise<void> {
    const result = resultOf(outcome);
    const endedAt = record.endedAt ?? this.clock.now();
    const attempts = countsAsAttempt(outcome) ? lead.attempt : lead.attempt - 1;
    const next = nextAttemptAt(campaign.settings.retryRule, result, attempts, endedAt);
    await this.write(lead.token, () =>
      this.claims.settle({
        leadId: lead.leadId,
        token: lead.token,
        attempts,
        result,
        nextAttemptAt: next,
        record: record.finish(result, endedAt),
        amdExplanation: record.amdExplanation,
      }),
    );
    campaign.outcomes++;
    if (next !== undefined) campaign.pool.expectLead(next);
  }

  /** @param wanted the same campaign, once for each lead that is wanted */
  private async claimFor(wanted: readonly RunningCampaign[]): Promise<(ClaimedLead | undefined)[]> {
    const [{ settings, pool }] = wanted as [RunningCampaign];
    const none = wanted.map(() => undefined);
    const token = randomUUID();
    try {
      const leads = await this.claims.claim(settings.id, wanted.length, this.node, this.clock.now(), token);
      if (leads.length < wanted.length) await this.lookAhead(settings.id, pool);
      return none.map((_, index) => leads[index]);
    } catch (error) {
      this.log.error({ err: error, campaign: settings.name }, 'No lead could be claimed: will try again');
      // The claim may have been made, and only its answer lost. Waiting for this claims no more while the database is away.
      await this.write(token, () => this.claims.abandon(token));
      pool.postpone(this.inAMoment());
      return none;
    }
  }

  /** A lead that is due and yet was not claimed has its number in another campaign's call. */
  private async nextDue(campaignId: string): Promise<Date | undefined> {
    const due = await this.claims.nextDueAt(campaignId);
    const soonest = this.inAMoment();
    return due !== undefined && due < soonest ? soonest : due;
  }

  private inAMoment(): Date {
    return new Date(this.clock.now().getTime() + PAUSE_MS);
  }

  private write(token: string, action: () => Promise<void>): Promise<void> {
    return persistently(this.clock, action, (error, pauseMs) =>
      this.log.error({ err: error, token, pauseMs }, 'The outcome is not written yet: will try again'),
    );
  }
}
