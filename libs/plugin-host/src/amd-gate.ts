import type { Clock } from '@marcador/platform/clock.js';
import type { PluginLog } from '@marcador/plugin-api';
import type { AnalysisWork } from './analysis-work.js';
import type { CallVerdict } from './amd-verdict.js';
import { Breaker } from './breaker.js';
import { CallFigures, type InstanceFigures } from './call-figures.js';

/** Of a detector: what it is asked for costs time in which a person waits, and one that stalls takes other calls along. */
const PAUSES = { firstMs: 5000, longestMs: 60_000 };

/** What became of an analysis. */
export type AmdOutcome =
  | { readonly kind: 'verdict'; readonly verdict: CallVerdict; readonly work?: AnalysisWork | undefined }
  /** It could not begin, answered with no verdict, or was lost with its media worker. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** The call ended before, or nothing was heard: that says nothing of the detector. */
  | { readonly kind: 'none' };

/**
 * Counts the analyses of one configured detector on this node, and spares one that fails ({@link Breaker}): after five
 * failures in a row calls count as answered by a person without being analysed, and then one decides.
 */
export class AmdGate {
  private readonly breaker: Breaker;
  private readonly counts = new CallFigures();
  private underWay = 0;
  private undecided = 0;
  private readonly work = { frames: 0, micros: 0, maxMicros: 0 };

  constructor(
    clock: Clock,
    private readonly log: Pick<PluginLog, 'error'>,
  ) {
    this.breaker = new Breaker(clock, PAUSES);
  }

  figures(): InstanceFigures {
    const { undecided, underWay, work } = this;
    const { frames, micros, maxMicros } = work;
    return {
      ...this.counts.of({ underWay, waiting: 0, breaker: this.breaker.state }),
      detection: { undecided, frames, frameMicros: micros, maxFrameMicros: maxMicros },
    };
  }

  /** Begins an analysis. @returns what has to be told how it ended, once; `undefined` while there is to be none */
  begin(): ((outcome: AmdOutcome) => void) | undefined {
    if (this.breaker.refuses) {
      this.counts.refused += 1;
      return undefined;
    }
    this.breaker.begin();
    this.underWay += 1;
    const begun = performance.now();
    return (outcome) => {
      this.underWay -= 1;
      if (outcome.kind !== 'none') this.counts.took(performance.now() - begun);
      this.end(outcome);
    };
  }

  private end(outcome: AmdOutcome): void {
    switch (outcome.kind) {
      case 'none':
        this.breaker.abandoned();
        return;
      case 'failed':
        this.counts.failures += 1;
        this.failed(outcome.reason);
        return;
      case 'verdict':
        if (outcome.work !== undefined) this.add(outcome.work);
        if (outcome.verdict.reason === 'detector-failed') {
          const isTooSlow = outcome.work?.isTooSlow === true;
          this.counts[isTooSlow ? 'late' : 'failures'] += 1;
          this.failed(isTooSlow ? 'it takes too long for a frame' : 'it throws or gives no verdict');
          return;
        }
        if (outcome.verdict.answeredBy === 'UNDECIDED') this.undecided += 1;
        this.breaker.succeeded();
    }
  }

  private failed(reason: string): void {
    const before = this.breaker.state;
    this.breaker.failed(new Error(reason));
    if (before === 'open' || this.breaker.state !== 'open') return;
    this.log.error(
      { reason },
      'Answering machine detection fails again and again: calls count as answered by a person for a while',
    );
  }

  private add({ frames, micros, maxMicros }: AnalysisWork): void {
    this.work.frames += frames;
    this.work.micros += micros;
    this.work.maxMicros = Math.max(this.work.maxMicros, maxMicros);
  }
}
