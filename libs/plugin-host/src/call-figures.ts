import { createHistogram } from 'node:perf_hooks';
import type { BreakerState } from './breaker.js';

/** How the calls of an instance went since it was put in service. */
export interface InstanceFigures {
  /** Calls that reached the plugin and have ended. */
  readonly calls: number;
  /** Of these: it threw, rejected, or answered what is no answer. */
  readonly failures: number;
  /** Nothing came within the deadline, the wait for a free place included. */
  readonly late: number;
  /** Turned away by the open breaker, without reaching the plugin. */
  readonly refused: number;
  readonly underWay: number;
  /** For a free place. */
  readonly waiting: number;
  readonly breaker: BreakerState;
  /** How long the plugin took for its calls, ms; absent before the first one ended. */
  readonly latency?: { readonly p50Ms: number; readonly p95Ms: number; readonly p99Ms: number };
  /** Of detectors, whose calls are analyses: `late` ones were ended because they took too much time of a media worker. */
  readonly detection?: DetectionFigures;
}

/** What a detector made of the calls that it analysed to a verdict, and what it took for that. */
export interface DetectionFigures {
  /** Verdicts that leave open who answered. */
  readonly undecided: number;
  /** Of 20 ms each. */
  readonly frames: number;
  /** All frames together. */
  readonly frameMicros: number;
  /** The longest one. */
  readonly maxFrameMicros: number;
}

/** Counts the calls of an instance and how long they take. */
export class CallFigures {
  private readonly micros = createHistogram();
  failures = 0;
  late = 0;
  refused = 0;

  /** The plugin took so long for a call. */
  took(ms: number): void {
    this.micros.record(Math.max(1, Math.round(ms * 1000)));
  }

  of(now: Pick<InstanceFigures, 'underWay' | 'waiting' | 'breaker'>): InstanceFigures {
    const { failures, late, refused } = this;
    const calls = this.micros.count;
    const at = (percentile: number) => this.micros.percentile(percentile) / 1000;
    return {
      ...{ calls, failures, late, refused, ...now },
      ...(calls > 0 && { latency: { p50Ms: at(50), p95Ms: at(95), p99Ms: at(99) } }),
    };
  }
}
