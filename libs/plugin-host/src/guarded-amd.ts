import type { AmdAnalysis, AmdDetector, AmdVerdict, GreetingEnd, PluginLog } from '@marcador/plugin-api';
import { z } from 'zod';
import { reasonOf } from './reason.js';

const SAMPLES_PER_MS = 8;
/** Nobody who answers a phone waits longer in silence. */
const LONGEST_LIMIT_MS = 30_000;

const verdictSchema = z.object({
  answeredBy: z.enum(['HUMAN', 'MACHINE', 'UNDECIDED']),
  machine: z.enum(['greeting', 'beep', 'fax', 'intercept', 'silence']).exactOptional(),
  reason: z.enum([
    'silence-at-pick-up',
    'silence-after-first-speech',
    'long-speech',
    'speech-pattern',
    'tone',
    'time-limit',
    'audio-ended',
  ]),
  confidence: z.number().min(0).max(1),
  atMs: z.number().min(0),
  measurements: z.record(z.string(), z.number()),
});

const greetingEndSchema = z
  .object({ after: z.enum(['beep', 'silence']), atMs: z.number().min(0) })
  .optional();

/**
 * Puts the host's guard around a detector of answering machines. Nothing of it throws: a detector that throws or whose
 * verdict is not one leaves the call undecided, which is a person with confidence 0 and reason `time-limit`. After a
 * verdict only what is heard for the end of a greeting reaches the detector; where that fails, so does the message.
 */
export function guardAmd(detector: AmdDetector, log: PluginLog): AmdDetector {
  const limitMs = limitOf(detector);
  return { limitMs, analyse: () => new GuardedAnalysis(() => detector.analyse(), log) };
}

class GuardedAnalysis implements AmdAnalysis {
  /** Throws what the detector throws, and Error for an answer that is none: no message is left then. */
  readonly pushGreeting?: (samples: Int16Array) => GreetingEnd | undefined;
  private samples = 0;
  private analysis: AmdAnalysis | undefined;
  private verdict: AmdVerdict | undefined;

  constructor(
    begin: () => AmdAnalysis,
    private readonly log: PluginLog,
  ) {
    this.verdict = this.guarded(() => {
      this.analysis = begin();
      return undefined;
    });
    const { analysis } = this;
    if (analysis?.pushGreeting === undefined) return;
    this.pushGreeting = (samples) => greetingEndSchema.parse(analysis.pushGreeting?.(samples));
  }

  push(samples: Int16Array): AmdVerdict | undefined {
    this.samples += samples.length;
    this.verdict ??= this.guarded(() => this.analysis?.push(samples));
    return this.verdict;
  }

  finish(): AmdVerdict {
    this.verdict ??= this.guarded(() => this.analysis?.finish());
    return this.verdict ?? this.giveUp('The detector did not decide when it had to.');
  }

  private guarded(step: () => unknown): AmdVerdict | undefined {
    try {
      const answer = step();
      if (answer === undefined) return undefined;
      const verdict = verdictSchema.safeParse(answer);
      return verdict.success
        ? verdict.data
        : this.giveUp('The detector answered with something other than a verdict.');
    } catch (error) {
      return this.giveUp(reasonOf(error).reason);
    }
  }

  private giveUp(reason: string): AmdVerdict {
    this.log.error({ reason }, 'Answering machine detection failed: the call is treated as a person');
    return undecided(this.samples / SAMPLES_PER_MS);
  }
}

/** A verdict that came from another thread; `undefined` for what is none. */
export function readVerdict(value: unknown): AmdVerdict | undefined {
  return verdictSchema.safeParse(value).data;
}

/** Nothing was found out: a person, for dropping somebody is the worse error. */
export function undecided(atMs: number): AmdVerdict {
  return { answeredBy: 'HUMAN', reason: 'time-limit', confidence: 0, atMs, measurements: {} };
}

/** How long a detector wants to listen, ms; 0 where it does not say. */
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
