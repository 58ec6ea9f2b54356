import type { Clock } from '@marcador/platform/clock.js';
import { Breaker } from './breaker.js';
import { CallFigures, type InstanceFigures } from './call-figures.js';
import { DeadlineError, withDeadline } from './deadline.js';
import { Places, type Place } from './places.js';

const MOST_UNDER_WAY = 32;

/**
 * All calls of one configured instance go through it: it bounds their time and their number, spares an instance that
 * fails ({@link Breaker}), and counts.
 *
 * What has not settled at its deadline gives its place up, for a promise that never settles must not use them up; so a
 * plugin that is deaf to its signal may have more at work than its places, by one for each deadline and place.
 */
export class CallGate {
  private readonly breaker: Breaker;
  private readonly places = new Places(MOST_UNDER_WAY);
  private readonly counts = new CallFigures();

  constructor(private readonly clock: Clock) {
    this.breaker = new Breaker(clock);
  }

  figures(): InstanceFigures {
    const { underWay, waiting } = this.places;
    return this.counts.of({ underWay, waiting, breaker: this.breaker.state });
  }

  /**
   * Runs a call of the plugin, and the check of its answer.
   * @param deadlineMs counts from now on, the wait for a place included
   * @param outer whoever waits for the answer may go away: that is no failure
   * @throws DeadlineError when the time is up
   * @throws while the breaker is open, at once, what the last call failed with
   * @throws what the work rejects with, or the reason of `outer`
   */
  async run<T>(
    deadlineMs: number,
    work: (signal: AbortSignal) => Promise<T>,
    outer?: AbortSignal,
  ): Promise<T> {
    this.refuseIfOpen();
    let place: Place | undefined;
    let begun: number | undefined;
    const start = (signal: AbortSignal) => {
      this.breaker.begin();
      begun = performance.now();
      return work(signal);
    };
    const begin = (signal: AbortSignal) => {
      place = this.places.take();
      if (place.turn === undefined) return start(signal);
      return place.turn.then(() => {
        signal.throwIfAborted();
        this.refuseIfOpen();
        return start(signal);
      });
    };
    try {
      const answer = await withDeadline(this.clock, deadlineMs, begin, outer);
      this.breaker.succeeded();
      return answer;
    } catch (error) {
      this.countFailure(error, begun !== undefined, outer);
      throw error;
    } finally {
      if (begun !== undefined) this.counts.took(performance.now() - begun);
      // Only now, so that who waits for it knows how this one ended.
      place?.leave();
    }
  }

  /**
   * The same for a member that answers at once.
   * @throws as {@link run}, but for the deadline
   */
  runSync<T>(work: () => T): T {
    this.refuseIfOpen();
    this.breaker.begin();
    const begun = performance.now();
    try {
      const answer = work();
      this.breaker.succeeded();
      return answer;
    } catch (error) {
      this.countFailure(error, true);
      throw error;
    } finally {
      this.counts.took(performance.now() - begun);
    }
  }

  private countFailure(error: unknown, begun: boolean, outer?: AbortSignal): void {
    if (outer?.aborted === true) {
      if (begun) this.breaker.abandoned();
      return;
    }
    const isLate = error instanceof DeadlineError;
    if (isLate) this.counts.late += 1;
    if (!begun) return;
    if (!isLate) this.counts.failures += 1;
    this.breaker.failed(error);
  }

  private refuseIfOpen(): void {
    if (!this.breaker.refuses) return;
    this.counts.refused += 1;
    throw this.breaker.failure as Error;
  }
}
