import type { Clock } from '@marcador/platform/clock.js';

/** When REGISTERs came to a registrar; one that is sent again is the same. */
export class RegisterTimes {
  private readonly known = new Set<string>();
  private times: number[] = [];

  constructor(private readonly clock: Clock) {}

  /** How many came since the last `restart`. */
  get count(): number {
    return this.times.length;
  }

  /** @returns whether it is a new one */
  note(callId: string | undefined, cseq: string | undefined): boolean {
    const key = `${callId}|${cseq}`;
    if (this.known.has(key)) return false;
    this.known.add(key);
    this.times.push(this.clock.now().getTime());
    return true;
  }

  /** Counts from here on. */
  restart(): void {
    this.times = [];
  }

  /**
   * The first one that came earlier than it may, of those that may leave from `begin` on, each `spacingMs` after the
   * one before. Where the network is slow they come later than they left, never earlier.
   */
  tooEarly(begin: number, spacingMs: number): number | undefined {
    const index = this.times.findIndex((at, earlier) => at < begin + earlier * spacingMs);
    return index === -1 ? undefined : index;
  }
}
