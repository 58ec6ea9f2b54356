import type { BusyAgents } from '@marcador/plugin-api';
import type { Reason } from '@marcador/plugin-host/reason.js';
import type { PortHindrance, PortPool } from '@marcador/telephony/dialer-port.js';
import type { DncOutage } from './dnc-outages.js';
import type { OldList } from './list-ages.js';
import type { RunningCampaign } from './running-campaign.js';
import type { SendingFault } from './sending-pause.js';
import type { QueueView } from './target-desk.js';

/** Why a campaign begins no call now. */
export type Hindrance =
  | { readonly kind: 'stopped' }
  /** Only where it is stopped: a started campaign of a disabled group runs on. */
  | { readonly kind: 'group-disabled'; readonly group: string }
  /** `next`: when the next schedule entry opens; `null`: there is none to come. */
  | { readonly kind: 'outside-hours'; readonly next: Date | null }
  | { readonly kind: 'all-leads-finished' }
  /** `next`: when the next lead is due, as far as is known. */
  | { readonly kind: 'no-lead-due'; readonly next: Date | null }
  | ({ readonly kind: 'do-not-call-out-of-service' } & DncOutage)
  | ({ readonly kind: 'do-not-call-list-too-old' } & Omit<OldList, 'stops'>)
  | ({ readonly kind: 'cannot-send' } & SendingFault)
  | ({ readonly kind: 'queue-unreachable' } & Reason)
  /** `busy`: what those who are logged on do, where the target can tell. */
  | { readonly kind: 'no-free-agent'; readonly loggedOn: number; readonly busy?: BusyAgents }
  /** Each free agent has a call under way to them, of this campaign or of another one on the same agents. */
  | { readonly kind: 'agents-promised'; readonly free: number; readonly inFlight: number }
  /** The pacing strategy wants no further call now. */
  | { readonly kind: 'pacing'; readonly free: number; readonly inFlight: number }
  | PortHindrance;

/** What a campaign depends on to dial, at this moment. */
export interface Surroundings {
  readonly now: Date;
  readonly ports: Pick<PortPool, 'hindrances'>;
  readonly sendingFault: SendingFault | undefined;
  outagesOf(campaign: RunningCampaign): readonly DncOutage[];
  oldListsOf(campaign: RunningCampaign): readonly OldList[];
  queueOf(campaign: RunningCampaign): QueueView;
  callsToBegin(campaign: RunningCampaign, queue: QueueView): number;
}

/**
 * All that keeps a started campaign from beginning a call at this moment; the dialer begins one exactly when this yields
 * nothing. Lazy: the decision needs the first reason only, and the cheap ones come first.
 */
export function* hindrances(campaign: RunningCampaign, around: Surroundings): Generator<Hindrance> {
  const { now } = around;
  if (!campaign.started) yield { kind: 'stopped' };
  const outages = around.outagesOf(campaign);
  if (campaign.allLeadsFinished) yield { kind: 'all-leads-finished' };
  else if (!campaign.mayDialAt(now) && (campaign.entryAt(now) === undefined || outages.length === 0))
    yield { kind: 'outside-hours', next: campaign.nextOpening(now) ?? null };
  if (!campaign.allLeadsFinished && !campaign.pool.mayHaveDueLead(now))
    yield { kind: 'no-lead-due', next: campaign.pool.nextLook ?? null };
  for (const outage of outages) yield { kind: 'do-not-call-out-of-service', ...outage };
  yield* stoppingLists(around.oldListsOf(campaign));
  if (around.sendingFault !== undefined) yield { kind: 'cannot-send', ...around.sendingFault };
  yield* queueHindrances(around.queueOf(campaign), (queue) => around.callsToBegin(campaign, queue));
  yield* around.ports.hindrances;
}

/** The lists that are too old to call by. */
export function stoppingLists(oldLists: readonly OldList[]): Hindrance[] {
  return oldLists.flatMap(({ stops, ...old }) =>
    stops ? { kind: 'do-not-call-list-too-old' as const, ...old } : [],
  );
}

function* queueHindrances(
  queue: QueueView,
  callsToBegin: (queue: QueueView) => number,
): Generator<Hindrance> {
  const { free, unpromised, inFlight, loggedOn, busy, unreachable } = queue;
  if (unreachable !== undefined) yield { kind: 'queue-unreachable', ...unreachable };
  else if (free === 0) yield { kind: 'no-free-agent', loggedOn, ...(busy && { busy }) };
  else if (unpromised === 0) yield { kind: 'agents-promised', free, inFlight };
  else if (callsToBegin(queue) <= 0) yield { kind: 'pacing', free, inFlight };
}

/** Every kind there is. */
export const HINDRANCE_KINDS = [
  'stopped',
  'group-disabled',
  'outside-hours',
  'all-leads-finished',
  'no-lead-due',
  'do-not-call-out-of-service',
  'do-not-call-list-too-old',
  'cannot-send',
  'queue-unreachable',
  'no-free-agent',
  'agents-promised',
  'pacing',
  'no-port-registered',
  'all-ports-busy',
  'calls-per-second',
  'trunk-held-back',
] as const satisfies readonly Hindrance['kind'][];
