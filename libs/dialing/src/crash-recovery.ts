import { resultOf } from '@marcador/domain/call-outcome.js';
import { nextAttemptAt } from '@marcador/domain/retry-rule.js';
import type { LeadClaims } from '@marcador/persistence/leads/lead-claims.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import { CallRecordDraft } from './call-record-draft.js';
import type { DialingSettings } from './dialing-settings.js';
import type { CampaignSettings } from './running-campaign.js';

/** What came of the claims that an earlier run of the node left. */
export interface Recovered {
  /** No INVITE had left: given back without an attempt. */
  readonly released: number;
  /** An INVITE may have left: counted as an attempt, with a call record that says `interrupted`. */
  readonly interrupted: number;
}

/**
 * Settles every claim that an earlier run of this node left behind (a crash, a kill -9), before anything is dialled.
 *
 * The phone of such a call may go on ringing: it is taken to end `abandonedCallMs` from now, so that the lead surely waits
 * its retry-after time, and nobody is called twice at the same time.
 */
export async function recoverClaims(
  claims: Pick<LeadClaims, 'leftOver' | 'release' | 'settle'>,
  settingsOf: (campaignId: string) => Promise<CampaignSettings>,
  { nodeName, abandonedCallMs }: Pick<DialingSettings, 'nodeName' | 'abandonedCallMs'>,
  clock: Clock,
  log: Log,
): Promise<Recovered> {
  const leftOver = await claims.leftOver(nodeName);
  const now = clock.now();
  const callEnd = new Date(now.getTime() + abandonedCallMs);
  let interrupted = 0;
  for (const claim of leftOver) {
    if (claim.diallingAt === null) {
      await claims.release(claim.leadId);
    } else {
      const campaign = await settingsOf(claim.campaignId);
      const result = resultOf({ kind: 'interrupted' });
      const record = new CallRecordDraft(claim, campaign, nodeName, claim.port ?? '').finish(result, now);
      await claims.settle({
        leadId: claim.leadId,
        attempts: claim.attempt,
        result,
        nextAttemptAt: nextAttemptAt(campaign.retryRule, result, claim.attempt, callEnd),
        record: { ...record, port: claim.port, dialledAt: claim.diallingAt },
      });
      interrupted++;
    }
  }
  const recovered = { released: leftOver.length - interrupted, interrupted };
  if (leftOver.length > 0)
    log.warn(recovered, 'Settled the claims of an earlier run that did not end in order');
  return recovered;
}
