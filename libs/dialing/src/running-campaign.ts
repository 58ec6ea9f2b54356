import type { UndecidedMeans } from '@marcador/domain/answering-machine.js';
import type { RetryRule } from '@marcador/domain/retry-rule.js';
import type { ScheduleDay, ScheduleEntryState, ScheduleWindow } from '@marcador/domain/schedule.js';
import type { CallerId } from '@marcador/telephony/calls/caller-id.js';
import type { LeadPool } from './lead-pool.js';

/** What the engine needs of a campaign. Parameters change only while a campaign is stopped, so this is a snapshot. */
export interface CampaignSettings {
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
  readonly timeZone: string;
  readonly pilotNumber: string;
  /** What its calls show instead of what the trunk shows. */
  readonly callerId: CallerId;
  /** On whose behalf it calls; empty: nobody's in particular. */
  readonly company: string;
  readonly retryRule: RetryRule;
  readonly targetInstanceId: string;
  readonly queueId: string;
  /** All of them are asked about each number; there is one at least. */
  readonly dncInstanceIds: readonly string[];
  /** Absent: answering machine detection is off. */
  readonly amdInstanceId: string | undefined;
  readonly undecidedMeans: UndecidedMeans;
  /** What a detector heard is kept beside the call record. */
  readonly amdExplanations: boolean;
  /** What is left at machines; absent: they are hung up on. */
  readonly messageRecordingId: string | undefined;
  readonly pacingInstanceId: string;
}

/** A schedule entry with its window on the time line. */
export interface EntryOnClock extends ScheduleDay {
  readonly id: string;
  readonly window: ScheduleWindow;
  state: ScheduleEntryState;
}

/** Where a call is on its way. */
export type CallStage = 'checking' | 'ringing' | 'analysing' | 'transferring' | 'leavingMessage';

/** A call attempt that is under way. */
export interface CallInProgress {
  stage: CallStage;
  /** Ends the call at once, wherever it is: the service stops. */
  abort: () => void;
}

/** A started campaign as the engine carries it in memory. Everything in it can be rebuilt from the database. */
export class RunningCampaign {
  /** Taken away by stop; calls under way run to their end. */
  started = true;
  readonly calls = new Set<CallInProgress>();
  dncOutOfService = false;
  allLeadsFinished = false;
  /** How many outcomes were written since it was taken up: what was counted of its leads is true while this stands still. */
  outcomes = 0;

  constructor(
    readonly settings: CampaignSettings,
    readonly entries: readonly EntryOnClock[],
    /** Shared with the calls that are still under way from before a stop. */
    readonly pool: LeadPool,
  ) {}

  /** The entry whose window holds the instant. */
  entryAt(now: Date): EntryOnClock | undefined {
    return this.entries.find(({ window }) => now >= window.opensAt && now < window.closesAt);
  }

  /** When the next entry after the instant opens. */
  nextOpening(now: Date): Date | undefined {
    const openings = this.entries.map(({ window }) => window.opensAt.getTime());
    const next = Math.min(...openings.filter((opening) => opening > now.getTime()));
    return next === Infinity ? undefined : new Date(next);
  }

  /** Whether an INVITE may leave at this instant, as far as campaign and schedule are concerned. */
  mayDialAt(now: Date): boolean {
    return this.started && this.entryAt(now)?.state === 'RUNNING';
  }
}
