import { resultOf } from '@marcador/domain/call-outcome.js';
import { nextAttemptAt } from '@marcador/domain/retry-rule.js';
import type { LeadClaims, LeftOverClaim } from '@marcador/persistence/leads/lead-claims.js';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import { CallRecordDraft } from './call-record-draft.js';
import { persistently } from './persistently.js';
import type { CampaignSettings } from './running-campaign.js';

/** What an earlier run left, which did not end in order. */
export interface LeftOver {
  /** No INVITE had left: given back without an attempt. */
  readonly released: number;
  /** An INVITE may have left. */
  readonly interrupted: number;
}

/** What the recovery works with. */
export interface RecoveryTools {
  readonly claims: Pick<LeadClaims, 'leftOver' | 'release' | 'settle'>;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a call may go on in the network after its process was killed, ms. */
  readonly abandonedCallMs: number;
  settingsOf(campaignId: string): Promise<CampaignSettings>;
  /** The lead's claim has ended; it is due again at the instant, or finished. */
  onSettled(campaignId: string, nextAttempt: Date | undefined): void;
}

/**
 * Settles every claim that an earlier run left behind (a crash, a kill -9).
 *
 * What was not dialled yet is given back before anything is dialled. A call that may have left may also still ring: its
 * claim, and with it its number over all campaigns, is kept until the network has surely ended it. Then it counts as an
 * attempt, gets a call record that says `interrupted`, and its retry-after time begins.
 */
export class CrashRecovery {
  private readonly timers = new Set<Timer>();

  constructor(private readonly tools: RecoveryTools) {}

  /** To be awaited before anything is dialled. Rejects when the database does not answer. */
  async begin(): Promise<LeftOver> {
    const { claims, log } = this.tools;
    const leftOver = await claims.leftOver();
    const interrupted = leftOver.filter(({ diallingAt }) => diallingAt !== null);
    for (const claim of leftOver) if (claim.diallingAt === null) await claims.release(claim);
    for (const claim of interrupted) this.settleLater(claim);
    const found = { released: leftOver.length - interrupted.length, interrupted: interrupted.length };
    if (leftOver.length > 0) log.warn(found, 'An earlier run did not end in order: settling its claims');
    return found;
  }

  /** What is not settled by now is found at the next start. */
  close(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  private settleLater(claim: LeftOverClaim): void {
    const timer = this.tools.clock.setTimer(this.tools.abandonedCallMs, () => {
      this.timers.delete(timer);
      void this.settle(claim);
    });
    this.timers.add(timer);
  }

  private settle(claim: LeftOverClaim): Promise<void> {
    const { clock, log } = this.tools;
    return persistently(
      clock,
      () => this.write(claim),
      (error, pauseMs) =>
        log.error({ err: error, leadId: claim.leadId, pauseMs }, 'The claim is not settled yet'),
    );
  }

  private async write(claim: LeftOverClaim): Promise<void> {
    const { claims, clock } = this.tools;
    const campaign = await this.tools.settingsOf(claim.campaignId);
    const callEnd = clock.now();
    const result = resultOf({ kind: 'interrupted' });
    const next = nextAttemptAt(campaign.retryRule, result, claim.attempt, callEnd);
    const record = new CallRecordDraft(claim, campaign, claim.node, claim.port ?? '').finish(result, callEnd);
    await claims.settle({
      leadId: claim.leadId,
      token: claim.token,
      attempts: claim.attempt,
      result,
      nextAttemptAt: next,
      record: { ...record, port: claim.port, dialledAt: claim.diallingAt },
    });
    this.tools.onSettled(claim.campaignId, next);
  }
}
