import type { AmdAnalysis, AmdDetector, AmdOptions, GreetingEnd, PluginLog } from '@marcador/plugin-api';
import { z } from 'zod';
import type { AnalysisWork } from './analysis-work.js';
import { explanationOf, presumedPerson, verdictOf, type CallVerdict } from './amd-verdict.js';
import { FrameBudget } from './frame-budget.js';
import { reasonOf } from './reason.js';

const SAMPLES_PER_MS = 8;
/** Nobody who answers a phone waits longer in silence. */
const LONGEST_LIMIT_MS = 30_000;
const TOO_SLOW = 'The detector takes more than 2 ms for a frame: it would stop the audio of other calls.';
const NOTHING_TO_EXPLAIN: AmdOptions = { explain: false };

/** A detector behind its guard. */
export interface GuardedDetector {
  /** As {@link limitOf} says. */
  readonly limitMs: number;
  analyse(options?: AmdOptions): GuardedAnalysis;
}

const greetingEndSchema = z
  .object({ after: z.enum(['beep', 'silence']), atMs: z.number().min(0) })
  .optional();

/**
 * Puts the host's guard around a detector of answering machines. Nothing of it throws: a detector that throws or whose
 * verdict is not one leaves the call to a person, with confidence 0 and the reason `detector-failed`. An explanation
 * that nobody asked for, or that is none, is left out. After a verdict only what is heard for the end of a greeting
 * reaches the detector; where that fails, so does the message. One that takes more time than it may ({@link FrameBudget})
 * has failed too.
 */
export function guardAmd(detector: AmdDetector, log: PluginLog, budget = new FrameBudget()): GuardedDetector {
  return {
    limitMs: limitOf(detector),
    analyse: (options = NOTHING_TO_EXPLAIN) => new GuardedAnalysis(detector, options, log, budget),
  };
}

/** The analysis of one call behind the guard of its detector. */
export class GuardedAnalysis {
  /** Throws what the detector throws, and Error for an answer that is none: no message is left then. */
  readonly pushGreeting?: (samples: Int16Array) => GreetingEnd | undefined;
  private samples = 0;
  private analysis: AmdAnalysis | undefined;
  private verdict: CallVerdict | undefined;
  private readonly cost = { frames: 0, micros: 0, maxMicros: 0, isTooSlow: false };

  constructor(
    detector: AmdDetector,
    private readonly options: AmdOptions,
    private readonly log: PluginLog,
    private readonly budget: FrameBudget,
  ) {
    this.verdict = this.guarded(() => {
      this.analysis = detector.analyse(options);
      return undefined;
    });
    const { analysis } = this;
    if (analysis?.pushGreeting === undefined) return;
    this.pushGreeting = (samples) => {
      if (budget.isExhausted) throw new Error(TOO_SLOW);
      const { answer } = budget.spend(() => analysis.pushGreeting?.(samples));
      return greetingEndSchema.parse(answer);
    };
  }

  /** What it has cost until now. */
  get work(): AnalysisWork {
    return { ...this.cost };
  }

  push(samples: Int16Array): CallVerdict | undefined {
    this.samples += samples.length;
    this.verdict ??= this.measured(() => this.analysis?.push(samples));
    return this.verdict;
  }

  finish(): CallVerdict {
    this.verdict ??= this.measured(() => this.analysis?.finish());
    return this.verdict ?? this.giveUp('The detector did not decide when it had to.');
  }

  private measured(step: () => unknown): CallVerdict | undefined {
    if (this.budget.isExhausted) return this.stop();
    const { answer: verdict, ms } = this.budget.spend(() => this.guarded(step));
    const { cost } = this;
    cost.frames += 1;
    cost.micros += ms * 1000;
    cost.maxMicros = Math.max(cost.maxMicros, ms * 1000);
    return verdict ?? (this.budget.isExhausted ? this.stop() : undefined);
  }

  private stop(): CallVerdict {
    this.cost.isTooSlow = true;
    return this.giveUp(TOO_SLOW);
  }

  private guarded(step: () => unknown): CallVerdict | undefined {
    try {
      const answer = step() as { readonly explanation?: unknown } | undefined;
      if (answer === undefined) return undefined;
      const verdict = verdictOf(answer);
      return verdict === undefined
        ? this.giveUp('The detector answered with something other than a verdict.')
        : { ...verdict, ...this.explanation(answer) };
    } catch (error) {
      return this.giveUp(reasonOf(error).reason);
    }
  }

  private explanation(answer: { readonly explanation?: unknown }): Pick<CallVerdict, 'explanation'> {
    if (!this.options.explain) return {};
    const explanation = explanationOf(answer);
    if (explanation !== undefined) return { explanation };
    this.log.warn({}, 'The detector explained its verdict with nothing that can be shown');
    return {};
  }

  private giveUp(reason: string): CallVerdict {
    this.log.error({ reason }, 'Answering machine detection failed: the call is treated as a person');
    return presumedPerson('detector-failed', this.samples / SAMPLES_PER_MS);
  }
}

/**
 * Whether messages can be left where a detector has found a machine: whether its analyses have `pushGreeting`. Of one that
 * throws it is not known, and taken for granted: then it shows with the call.
 */
export function followsGreetings(detector: AmdDetector): boolean {
  try {
    return detector.analyse(NOTHING_TO_EXPLAIN).pushGreeting !== undefined;
  } catch {
    return true;
  }
}

/** How long a detector wants to listen, ms, up to 30,000; 0 where it does not say. */
export function limitOf(detector: AmdDetector): number {
  try {
    return usableLimit(detector.limitMs);
  } catch {
    return 0;
  }
}

/** How long a detector may listen, ms. */
function usableLimit(limitMs: unknown): number {
  return typeof limitMs === 'number' && limitMs > 0 ? Math.min(limitMs, LONGEST_LIMIT_MS) : 0;
}
