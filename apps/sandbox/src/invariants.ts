import type { LogEvent, MessageEvent } from './simulator-log.js';

/** What a campaign allows, to hold against what the world outside saw. */
export interface CampaignLimits {
  readonly name: string;
  readonly numbers: readonly string[];
  readonly queueId: string;
  readonly maxAttempts: number;
  readonly retryAfterMs: number;
  /** Numbers on the list of the campaign's do-not-call service. */
  readonly doNotCall: ReadonlySet<string>;
  /** Its do-not-call service is the simulator's, whose log has each question. */
  readonly checksAreLogged: boolean;
  /** Between these instants, ms since 1970, the campaign was started and within its schedule. */
  readonly open: { readonly from: number; readonly until: number };
}

/** What the service says it did, where only it can know: how many records it has of each number's calls. */
export interface ServiceClaims {
  readonly recordedCalls: ReadonlyMap<string, number>;
  readonly unfinishedLeads: number;
  /** When the service was killed, ms since 1970: the calls of then are nobody's, until the network ends them. */
  readonly killedAt?: readonly number[];
}

/** A broken invariant: its number in docs/architecture.md and what was seen. */
export interface Violation {
  readonly invariant: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly message: string;
}

interface Leg {
  readonly campaign: CampaignLimits;
  readonly number: string;
  readonly port: string;
  readonly begunAt: number;
  ended: boolean;
  /** An agent or channel has the call. */
  taken: boolean;
}

interface NumberHistory {
  attempts: number;
  lastEnd: number | undefined;
}

/**
 * Holds the simulator's own log against the invariants of dialling. The service's database is asked only whether it
 * has a record of each INVITE that the simulator received, and whether all leads are finished.
 * @returns what was broken; nothing when all held
 */
export function checkInvariants(
  log: readonly LogEvent[],
  campaigns: readonly CampaignLimits[],
  ports: number,
  claims: ServiceClaims,
): Violation[] {
  const replay = new Replay(campaigns, ports, claims.killedAt ?? []);
  for (const event of log) replay.apply(event);
  return [...replay.violations, ...checkRecords(replay.attempts(), claims)];
}

function checkRecords(attempts: ReadonlyMap<string, number>, claims: ServiceClaims): Violation[] {
  const missing = [...attempts]
    .map(([number, dialled]) => ({ number, dialled, recorded: claims.recordedCalls.get(number) ?? 0 }))
    .filter(({ dialled, recorded }) => recorded < dialled)
    .map(
      ({ number, dialled, recorded }) =>
        `${number} was dialled ${dialled} times, and has ${recorded} call records`,
    );
  const unfinished = claims.unfinishedLeads === 0 ? [] : [`${claims.unfinishedLeads} leads are not finished`];
  return [...missing, ...unfinished].map((message) => ({ invariant: 4, message }));
}

/** Plays the log again and looks at the world at each INVITE. */
class Replay {
  readonly violations: Violation[] = [];
  private readonly campaignOf = new Map<string, CampaignLimits>();
  private readonly legs = new Map<string, Leg>();
  private readonly history = new Map<string, NumberHistory>();
  /** Numbers that were said to be clear after they were last dialled. */
  private readonly cleared = new Set<string>();
  private readonly members = new Map<string, { queues: readonly string[]; free: boolean }>();

  constructor(
    campaigns: readonly CampaignLimits[],
    private readonly ports: number,
    private readonly killedAt: readonly number[],
  ) {
    for (const campaign of campaigns)
      for (const number of campaign.numbers) this.campaignOf.set(number, campaign);
  }

  apply(event: LogEvent): void {
    if (event.type === 'invite') this.invite(event);
    else if (event.type === 'member') {
      this.members.set(event.memberId, event);
      const leg = event.callId === undefined ? undefined : this.legs.get(event.callId);
      if (leg !== undefined) leg.taken = true;
    } else if (event.type === 'dnc-query') this.check(event);
    else if (event.type === 'message-ended') this.message(event);
    else if (event.type !== 'other') this.end(event.callId, event.at);
  }

  attempts(): Map<string, number> {
    return new Map([...this.history].map(([number, { attempts }]) => [number, attempts]));
  }

  private check({ number, listed, fault }: Extract<LogEvent, { type: 'dnc-query' }>): void {
    if (fault === undefined && !listed) this.cleared.add(number);
  }

  private message({ callId, heardBy, overMs }: MessageEvent): void {
    const number = this.legs.get(callId)?.number ?? callId;
    if (heardBy === 'person') this.broken(7, `${number} is a person, and was played a message`);
    else if (overMs > 0) this.broken(7, `${number} was played a message over its greeting, for ${overMs} ms`);
  }

  private invite(event: Extract<LogEvent, { type: 'invite' }>): void {
    const { number, at } = event;
    const campaign = this.campaignOf.get(number);
    if (campaign === undefined) return this.broken(1, `${number} belongs to no campaign and was dialled`);
    if (campaign.doNotCall.has(number))
      this.broken(1, `${number} is on the do-not-call list and was dialled`);
    if (campaign.checksAreLogged && !this.cleared.delete(number))
      this.broken(1, `${number} was dialled without a clear answer of its do-not-call service`);

    const history = this.history.get(number) ?? { attempts: 0, lastEnd: undefined };
    this.history.set(number, { ...history, attempts: history.attempts + 1 });
    if (history.attempts >= campaign.maxAttempts)
      this.broken(2, `${number} was dialled more than ${campaign.maxAttempts} times`);
    if (this.open().some((leg) => leg.number === number))
      this.broken(2, `${number} was dialled twice at the same time`);
    if (at < campaign.open.from || at > campaign.open.until) {
      this.broken(2, `${number} was dialled while "${campaign.name}" was not to dial`);
    }
    const waited = at - (history.lastEnd ?? -Infinity);
    if (waited < campaign.retryAfterMs) {
      this.broken(
        5,
        `${number} was dialled again after ${waited.toFixed(1)} ms instead of ${campaign.retryAfterMs}`,
      );
    }
    this.begin(event, campaign);
  }

  private begin(event: Extract<LogEvent, { type: 'invite' }>, campaign: CampaignLimits): void {
    const own = this.open().filter((leg) => !this.isAbandoned(leg, event.at));
    if (own.some((leg) => leg.port === event.from))
      this.broken(3, `Port ${event.from} carried two calls at once`);
    this.legs.set(event.callId, {
      campaign,
      number: event.number,
      port: event.from,
      begunAt: event.at,
      ended: false,
      taken: false,
    });
    if (own.length >= this.ports) this.broken(3, `${own.length + 1} calls at once on ${this.ports} ports`);
    const { queueId } = campaign;
    const free = [...this.members.values()].filter(
      (member) => member.free && member.queues.includes(queueId),
    ).length;
    const inFlight = 1 + own.filter((leg) => leg.campaign.queueId === queueId && !leg.taken).length;
    if (inFlight > free)
      this.broken(3, `${inFlight} calls in flight for ${free} free agents of queue ${queueId}`);
  }

  private end(callId: string, at: number): void {
    const leg = this.legs.get(callId);
    if (leg === undefined || leg.ended) return;
    leg.ended = true;
    const history = this.history.get(leg.number);
    if (history !== undefined) history.lastEnd = at;
  }

  /** Its process was killed, and the call goes on without it. */
  private isAbandoned(leg: Leg, now: number): boolean {
    return this.killedAt.some((at) => leg.begunAt <= at && at < now);
  }

  private open(): Leg[] {
    return [...this.legs.values()].filter((leg) => !leg.ended);
  }

  private broken(invariant: Violation['invariant'], message: string): void {
    this.violations.push({ invariant, message });
  }
}
