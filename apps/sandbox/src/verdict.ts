import { fetch } from 'undici';
import type { Api, CallRecord, Progress } from './api.js';
import { checkInvariants, type CampaignLimits, type Violation } from './invariants.js';
import { DIALER_PORTS } from './service-configuration.js';
import { EXTERNAL_SERVICE, RETRY_AFTER_MINUTES, RETRY_MINUTE_MS, sampleNumbers } from './samples.js';
import type { SampleCampaign } from './set-up.js';
import { readLog, type RawEvent } from './simulator-log.js';

/** What came of a run of the sandbox. */
export interface Summary {
  readonly campaigns: readonly {
    readonly name: string;
    readonly leads: Progress['leads'];
    readonly unfinished: number;
  }[];
  /** INVITEs that the simulator received. */
  readonly calls: number;
  readonly seconds: number;
  readonly violations: readonly Violation[];
}

/**
 * Holds what the simulator saw against the invariants.
 * @param killedAt when the service was killed, ms since 1970
 */
export async function judge(
  api: Api,
  control: string,
  campaigns: readonly SampleCampaign[],
  progress: readonly Progress[],
  startedAt: number,
  killedAt: readonly number[] = [],
): Promise<Summary> {
  const log = await simulatorLog(control);
  const limits = await Promise.all(campaigns.map((campaign) => limitsOf(campaign, startedAt)));
  const unfinishedLeads = leftUndone(campaigns, progress);
  const recordedCalls = await countCalls(api, campaigns);
  return {
    campaigns: campaigns.map(({ id, sample }) => {
      const at = progress.find(({ campaignId }) => campaignId === id);
      return { name: sample.name, leads: at?.leads ?? {}, unfinished: at?.unfinished ?? 0 };
    }),
    calls: log.filter(({ type }) => type === 'invite').length,
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
    violations: [
      ...checkInvariants(readLog(log), limits, DIALER_PORTS, { recordedCalls, unfinishedLeads, killedAt }),
      ...unreported(campaigns, progress),
    ],
  };
}

/** Of campaigns without a report nobody knows whether their leads are finished. */
export function unreported(
  campaigns: readonly SampleCampaign[],
  progress: readonly Pick<Progress, 'campaignId'>[],
): Violation[] {
  const reported = new Set(progress.map(({ campaignId }) => campaignId));
  return campaigns
    .filter(({ id }) => !reported.has(id))
    .map(({ sample }) => ({ invariant: 4, message: `"${sample.name}" did not report its progress` }));
}

/** How many leads are not finished of the campaigns that are to be dialled to their end: those open by now. */
export function leftUndone(
  campaigns: readonly Pick<SampleCampaign, 'id' | 'open'>[],
  progress: readonly Pick<Progress, 'campaignId' | 'unfinished'>[],
): number {
  const opened = new Set(campaigns.filter(({ open }) => open.from <= Date.now()).map(({ id }) => id));
  return progress
    .filter(({ campaignId }) => opened.has(campaignId))
    .reduce((sum, { unfinished }) => sum + unfinished, 0);
}

async function limitsOf({ sample, open }: SampleCampaign, startedAt: number): Promise<CampaignLimits> {
  return {
    name: sample.name,
    numbers: await sampleNumbers(sample.leads),
    queueId: sample.queueId,
    maxAttempts: sample.maxAttempts,
    retryAfterMs: RETRY_AFTER_MINUTES * RETRY_MINUTE_MS,
    doNotCall: new Set(await sampleNumbers('do-not-call.csv')),
    checksAreLogged: sample.dnc === EXTERNAL_SERVICE,
    open: { from: Math.max(startedAt, open.from), until: Math.min(Date.now(), open.until) },
  };
}

/** The simulator's log so far, which it serves in parts. */
export async function simulatorLog(control: string): Promise<RawEvent[]> {
  const events: RawEvent[] = [];
  for (;;) {
    const response = await fetch(`${control}/log?after=${events.at(-1)?.seq ?? 0}`);
    const page = (await response.json()) as { events: RawEvent[]; lastSeq: number };
    events.push(...page.events);
    if (page.events.length === 0 || events.at(-1)?.seq === page.lastSeq) return events;
  }
}

/** How many records with a call (some are of listed numbers, without one) each number has. */
export async function countCalls(
  api: Pick<Api, 'get'>,
  campaigns: readonly Pick<SampleCampaign, 'id'>[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { id } of campaigns) {
    for (let before = ''; ;) {
      const page = await api.get<{ items: CallRecord[]; next: string | null }>(
        `/call-records?campaignId=${id}&limit=100${before}`,
      );
      for (const { phone, port } of page.items)
        if (port !== null) counts.set(phone, (counts.get(phone) ?? 0) + 1);
      if (page.next === null) break;
      before = `&before=${page.next}`;
    }
  }
  return counts;
}
