import type { Clock } from '@marcador/platform/clock.js';
import type { TelephonyLog } from '../../log.js';
import type { LocatedHop, ServerAddress } from '../location/locate.js';
import { hopKey, literal, type Hop, type SipTransport } from '../transport/hop.js';
import { Holds } from './holds.js';
import { RefusedCalls } from './refused-calls.js';
import type { HoldReason, ServerState } from './server-state.js';
import type { Unavailable } from './unavailable.js';

export interface TrunkServersOptions {
  /** In the order of preference. */
  readonly servers: readonly ServerAddress[];
  readonly transport: SipTransport;
  /** @throws Error when it cannot be found */
  readonly locate: (server: ServerAddress) => Promise<readonly LocatedHop[]>;
  /** Resolves when the server answers as one that works does. */
  readonly probe: (hop: Hop) => Promise<void>;
  readonly clock: Clock;
  readonly log: TelephonyLog;
  /** New requests go to another server now, or the one there is was gone: whoever is registered is so in vain. */
  readonly onMove: () => void;
  /** The connection to the server in use was lost: what came in over it no longer comes. */
  readonly onLost: () => void;
}

/** Which requests go where: a call stays with the server where its port is registered. */
export type Scope = 'any-server' | 'server-in-use';

interface Candidate {
  readonly server: ServerAddress;
  readonly hop: LocatedHop;
  readonly key: string;
}

/** DNS has its own memory; this much longer its answers hold here before they are looked at again. */
const LOCATED_MS = 30_000;
const NOT_LOCATED_MS = 2_000;

/**
 * The servers of a trunk, registrars and outbound proxies at once, best first: the one in use is the first that is not
 * held back, and stays in use while DNS has no better one. One that cannot be reached, does not answer or is overloaded is held back, and asked with OPTIONS before it
 * is used again (RFC 3263 §4.3). When all are held back, the one in use stays in use: trying beats not trying.
 */
export class TrunkServers {
  private candidates: readonly Candidate[] = [];
  private readonly problems = new Map<ServerAddress, string>();
  private readonly holds: Holds;
  private readonly refusedCalls = new RefusedCalls();
  private locating: Promise<void> | undefined;
  private locatedUntil = -Infinity;
  private using: Candidate | undefined;
  /** When the one in use answered last. */
  private heardAt = -Infinity;
  private closed = false;

  constructor(private readonly options: TrunkServersOptions) {
    this.holds = new Holds({
      clock: options.clock,
      probe: options.probe,
      onChange: () => this.choose(),
    });
  }

  get transport(): SipTransport {
    return this.options.transport;
  }

  /** Where new requests go; `undefined` before the servers were found. */
  get current(): Hop | undefined {
    return this.using?.hop;
  }

  /** Whether none of them is to be asked now. */
  get isHeldBack(): boolean {
    return this.using !== undefined && this.holds.of(this.using.key) !== undefined;
  }

  /**
   * What a new request tries, one after the other.
   * @throws Error when no server can be found
   */
  async hops(scope: Scope): Promise<readonly Hop[]> {
    if (this.options.clock.now().getTime() >= this.locatedUntil) {
      this.locating ??= this.locate();
      // What was found before is good enough until the new answer is there.
      if (this.candidates.length === 0) await this.locating;
    }
    const [first] = this.ordered();
    if (first === undefined) throw new Error([...this.problems.values()].join('; '));
    return this.ordered()
      .filter(({ server }) => scope === 'any-server' || server === first.server)
      .map(({ hop }) => hop);
  }

  /** The hop of ours at that address, with the name that its certificate has to be for. */
  known(hop: Hop): Hop {
    return this.candidateAt(hop)?.hop ?? hop;
  }

  /**
   * Whether a request that went to `hop` in vain has another place to go.
   * @param scope as of the request
   */
  hasBetter(hop: Hop, scope: Scope): boolean {
    const { using } = this;
    if (using === undefined || this.isHeldBack || using.key === hopKey(hop)) return false;
    return scope === 'any-server' || using.server === this.candidateAt(hop)?.server;
  }

  /** A request to it failed. @param holdMs what the server itself asks for (Retry-After) */
  failed(hop: Hop, reason: HoldReason, holdMs?: number): void {
    const candidate = this.candidateAt(hop);
    if (candidate === undefined || this.closed || this.holds.of(candidate.key)?.isRunning === true) return;
    const until = this.holds.hold(candidate.key, candidate.hop, reason, holdMs);
    this.options.log.warn({ server: candidate.key, reason, until }, 'SIP server held back');
  }

  /** It answered a request outside of dialogs with 503. */
  unavailable(hop: Hop, whose: Unavailable): void {
    if (whose.of === 'server') this.failed(hop, 'overloaded', whose.retryAfterMs);
    else if (whose.of === 'call') this.tookCall(hop);
    else if (this.refusedCalls.add(hopKey(hop), whose.branch)) this.failed(hop, 'overloaded');
    else this.answered(hop);
  }

  /** It did not answer what every server answers. @param since when it was asked, ms: who says anything after that is there */
  gone(hop: Hop, since: number): void {
    const isInUse = this.using?.key === hopKey(hop);
    if (isInUse && this.heardAt >= since) return;
    this.failed(hop, 'no-answer');
    // With another server to go to, they have moved there.
    if (isInUse && this.using?.key === hopKey(hop) && !this.closed) this.options.onMove();
  }

  /** It answered a request. */
  answered(hop: Hop): void {
    const key = hopKey(hop);
    if (key === this.using?.key) this.heardAt = this.options.clock.now().getTime();
    // An overloaded server answers too.
    if (this.holds.of(key)?.reason !== 'overloaded') this.holds.release(key);
  }

  /** It answered an INVITE so that it works: more than 100 Trying, and no word of being overloaded. */
  tookCall(hop: Hop): void {
    this.refusedCalls.endRow(hopKey(hop));
    this.answered(hop);
  }

  /** The connection to it is gone. */
  lost(hop: Hop): void {
    if (!this.closed && this.using?.key === hopKey(hop)) this.options.onLost();
  }

  states(): readonly ServerState[] {
    const { transport } = this.options;
    return this.options.servers.flatMap((server): ServerState[] => {
      const found = this.candidates.filter((candidate) => candidate.server === server);
      if (found.length > 0) return found.map((candidate) => this.stateOf(candidate));
      const problem = this.problems.get(server);
      const unknown = { server: nameOf(server), transport, inUse: false };
      return [problem === undefined ? unknown : { ...unknown, problem }];
    });
  }

  close(): void {
    this.closed = true;
    this.holds.close();
  }

  private stateOf({ server, hop, key }: Candidate): ServerState {
    const hold = this.holds.of(key);
    return {
      server: nameOf(server),
      transport: hop.transport,
      address: `${literal(hop.host)}:${hop.port}`,
      inUse: key === this.using?.key,
      ...(hold === undefined ? {} : { heldBack: { until: hold.until, reason: hold.reason } }),
    };
  }

  /** The one in use, then those that are not held back, then the others. */
  private ordered(): readonly Candidate[] {
    const rank = ({ key }: Candidate) =>
      key === this.using?.key ? 0 : this.holds.of(key) === undefined ? 1 : 2;
    return [...this.candidates].sort((a, b) => rank(a) - rank(b));
  }

  private async locate(): Promise<void> {
    const { servers, locate, clock } = this.options;
    const found = await Promise.all(
      servers.map(async (server) => {
        try {
          const hops = await locate(server);
          this.problems.delete(server);
          return hops.map((hop) => ({ server, hop, key: hopKey(hop) }));
        } catch (error) {
          this.problems.set(server, error instanceof Error ? error.message : String(error));
          // DNS may be away for a while; where the server was it probably still is.
          return this.candidates.filter((candidate) => candidate.server === server);
        }
      }),
    );
    this.candidates = uniqueByKey(found.flat());
    const isPartial = this.problems.size > 0;
    this.locatedUntil = clock.now().getTime() + (isPartial ? NOT_LOCATED_MS : LOCATED_MS);
    this.locating = undefined;
    this.choose();
  }

  private choose(): void {
    if (this.closed) return;
    const before = this.using;
    const same = this.candidates.find(({ key }) => key === before?.key);
    const first = this.candidates.find(({ key }) => this.holds.of(key) === undefined);
    // To move costs every port a registration: not for one that is no better.
    const stays = same !== undefined && (first === undefined || this.isAsGood(same, first));
    const best = stays ? same : (first ?? this.candidates[0]);
    this.using = best;
    if (before === undefined || best === undefined || before.key === best.key) return;
    this.heardAt = -Infinity;
    this.options.log.info({ from: before.key, to: best.key }, 'SIP trunk moved to another server');
    this.options.onMove();
  }

  private isAsGood(candidate: Candidate, other: Candidate): boolean {
    const isFree = this.holds.of(candidate.key) === undefined;
    return isFree && candidate.server === other.server && candidate.hop.preference === other.hop.preference;
  }

  private candidateAt(hop: Hop): Candidate | undefined {
    const key = hopKey(hop);
    return this.candidates.find((candidate) => candidate.key === key);
  }
}

function uniqueByKey(candidates: readonly Candidate[]): readonly Candidate[] {
  const first = new Map<string, Candidate>();
  for (const candidate of candidates) if (!first.has(candidate.key)) first.set(candidate.key, candidate);
  return [...first.values()];
}

function nameOf({ host, port }: ServerAddress): string {
  return port === undefined ? host : `${literal(host)}:${port}`;
}
