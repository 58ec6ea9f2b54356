import type { Clock } from '@marcador/platform/clock.js';

const FAILURES_THAT_OPEN = 5;
/** Both are half of the pauses after which the dialer asks again, so that its questions find the breaker half open. */
const DEFAULT_PAUSES: BreakerPauses = { firstMs: 500, longestMs: 2000 };

/** How long nothing passes: the first time, and at most, as it is doubled each time. */
export interface BreakerPauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** `closed`: calls pass; `open`: none does; `half-open`: one may, and decides. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * Spares an instance that fails: after five failures in a row nothing passes for a while (0.5 s, doubled up to 2 s, by
 * default), then one call at a time until one succeeds.
 */
export class Breaker {
  private failures = 0;
  private pauseMs: number;
  private closedAgainAt = 0;
  private probing = false;
  private lastFailure: unknown;

  constructor(
    private readonly clock: Clock,
    private readonly pauses = DEFAULT_PAUSES,
  ) {
    this.pauseMs = pauses.firstMs;
  }

  get state(): BreakerState {
    if (this.failures < FAILURES_THAT_OPEN) return 'closed';
    return this.now() < this.closedAgainAt ? 'open' : 'half-open';
  }

  /** Whether a call would be refused now. */
  get refuses(): boolean {
    const { state } = this;
    return state === 'open' || (state === 'half-open' && this.probing);
  }

  /** What the last call that failed failed with. */
  get failure(): unknown {
    return this.lastFailure;
  }

  /** A call that was not refused begins; its end has to be told by one of the three others. */
  begin(): void {
    this.probing = this.state === 'half-open';
  }

  succeeded(): void {
    this.failures = 0;
    this.pauseMs = this.pauses.firstMs;
    this.probing = false;
  }

  failed(error: unknown): void {
    this.lastFailure = error;
    // What was under way when it opened says nothing new.
    if (this.state === 'open') return;
    this.probing = false;
    this.failures += 1;
    if (this.failures < FAILURES_THAT_OPEN) return;
    this.closedAgainAt = this.now() + this.pauseMs;
    this.pauseMs = Math.min(this.pauses.longestMs, 2 * this.pauseMs);
  }

  /** The call came to no end of its own: whoever waited for it went away. */
  abandoned(): void {
    this.probing = false;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
