import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { DncVerdict, UnknownVerdict } from '@marcador/plugin-host/guarded-dnc.js';
import type { Reason } from '@marcador/plugin-host/reason.js';

const FIRST_PROBE_MS = 1000;
/** What is back is noticed within it, however long it was gone: nobody is called until then. */
const LONGEST_PAUSE_MS = 4000;
/** So many different numbers are asked about before one comes again. */
const NUMBERS_REMEMBERED = 100;

/** A do-not-call service that does not give answers. */
export interface DncOutage extends Reason {
  /** Its name. */
  readonly service: string;
  readonly since: Date;
}

/** What the outages need to know of the services and of those who use them. */
export interface DncProbing {
  check(instanceId: string, number: string): Promise<DncVerdict>;
  name(instanceId: string): string;
  /** Whether any started campaign needs the service. */
  isUsed(instanceId: string): boolean;
  /** A number that a campaign of the service waits to call, other than these. Never rejects. */
  waitingNumber(instanceId: string, except: readonly string[]): Promise<string | undefined>;
  /** The service went out of service, or is back. */
  onChange(instanceId: string): void;
}

interface Probed {
  readonly since: Date;
  last: UnknownVerdict;
  numbers: string[];
  timer: Timer | undefined;
}

/**
 * Which do-not-call services are out of service. From the first unclear answer on, the service is asked with growing
 * pauses until it gives a clear one, each time about another of the numbers that wait: one number that it cannot answer
 * does not keep it out of service.
 */
export class DncOutages {
  private readonly outages = new Map<string, Probed>();
  private closed = false;

  constructor(
    private readonly probing: DncProbing,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  of(instanceId: string): DncOutage | undefined {
    const outage = this.outages.get(instanceId);
    if (outage === undefined) return undefined;
    const { reason, code, params } = outage.last;
    const service = this.probing.name(instanceId);
    return { service, since: outage.since, reason, ...(code && params && { code, params }) };
  }

  /** The service gave no clear answer about the number. */
  report(instanceId: string, number: string, verdict: UnknownVerdict): void {
    const known = this.outages.get(instanceId);
    if (known !== undefined) {
      known.last = verdict;
      return;
    }
    const outage: Probed = { since: this.clock.now(), last: verdict, numbers: [number], timer: undefined };
    this.outages.set(instanceId, outage);
    const { reason } = verdict;
    this.log.warn({ instanceId, reason }, 'Do-not-call service out of service: no calls until it answers');
    this.probeAfter(FIRST_PROBE_MS, instanceId, outage);
    this.probing.onChange(instanceId);
  }

  close(): void {
    this.closed = true;
    for (const { timer } of this.outages.values()) timer?.cancel();
  }

  private probeAfter(pauseMs: number, instanceId: string, outage: Probed): void {
    if (this.closed) return;
    outage.timer = this.clock.setTimer(pauseMs, () => void this.probe(pauseMs, instanceId, outage));
  }

  private async probe(pauseMs: number, instanceId: string, outage: Probed): Promise<void> {
    // Who starts a campaign later finds out by its first lead.
    if (!this.probing.isUsed(instanceId)) return this.end(instanceId);
    const verdict = await this.probing.check(instanceId, await this.nextNumber(instanceId, outage));
    if (verdict.kind === 'unknown') {
      outage.last = verdict;
      this.probeAfter(Math.min(2 * pauseMs, LONGEST_PAUSE_MS), instanceId, outage);
      return;
    }
    this.log.info({ instanceId }, 'Do-not-call service answers again');
    this.end(instanceId);
  }

  /** When all that wait have been asked about it begins with the first one again. */
  private async nextNumber(instanceId: string, { numbers }: Probed): Promise<string> {
    const waiting = await this.probing.waitingNumber(instanceId, numbers);
    const next = waiting ?? numbers.shift() ?? '';
    numbers.push(next);
    if (numbers.length > NUMBERS_REMEMBERED) numbers.shift();
    return next;
  }

  private end(instanceId: string): void {
    this.outages.delete(instanceId);
    this.probing.onChange(instanceId);
  }
}
