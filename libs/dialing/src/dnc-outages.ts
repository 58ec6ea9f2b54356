import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { DncVerdict } from '@marcador/plugin-host/guarded-dnc.js';

const FIRST_PROBE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

/** A do-not-call service that does not give answers. */
export interface DncOutage {
  readonly since: Date;
  /** Why the last answer counted for nothing. */
  reason: string;
}

/**
 * Which do-not-call services are out of service. From the first unclear answer on, the service is asked about the
 * same number with growing pauses until it gives a clear one.
 */
export class DncOutages {
  private readonly outages = new Map<string, DncOutage & { timer: Timer | undefined }>();
  private closed = false;

  /** @param onChange is called when a service goes out of service and when it is back */
  constructor(
    private readonly check: (instanceId: string, number: string) => Promise<DncVerdict>,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly onChange: (instanceId: string) => void,
  ) {}

  of(instanceId: string): DncOutage | undefined {
    return this.outages.get(instanceId);
  }

  /** The service gave no clear answer about the number. */
  report(instanceId: string, number: string, reason: string): void {
    const known = this.outages.get(instanceId);
    if (known !== undefined) {
      known.reason = reason;
      return;
    }
    this.outages.set(instanceId, { since: this.clock.now(), reason, timer: undefined });
    this.log.warn({ instanceId, reason }, 'Do-not-call service out of service: no calls until it answers');
    this.probeAfter(FIRST_PROBE_MS, instanceId, number);
    this.onChange(instanceId);
  }

  close(): void {
    this.closed = true;
    for (const { timer } of this.outages.values()) timer?.cancel();
  }

  private probeAfter(pauseMs: number, instanceId: string, number: string): void {
    const outage = this.outages.get(instanceId);
    if (outage === undefined || this.closed) return;
    outage.timer = this.clock.setTimer(pauseMs, () => void this.probe(pauseMs, instanceId, number, outage));
  }

  private async probe(pauseMs: number, instanceId: string, number: string, outage: DncOutage): Promise<void> {
    const verdict = await this.check(instanceId, number);
    if (verdict.kind === 'unknown') {
      outage.reason = verdict.reason;
      this.probeAfter(Math.min(2 * pauseMs, LONGEST_PAUSE_MS), instanceId, number);
      return;
    }
    this.outages.delete(instanceId);
    this.log.info({ instanceId }, 'Do-not-call service answers again');
    this.onChange(instanceId);
  }
}
