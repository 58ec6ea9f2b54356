import {
  defineAmdDetector,
  type AmdAnalysis,
  type AmdReason,
  type AmdVerdict,
  type MachineKind,
} from '@marcador/plugin-api';
import { z } from 'zod';

const SAMPLES_PER_MS = 8;
const LOUD = 500;

const configSchema = z.object({
  limitMs: z.int().min(500).max(10_000).default(3000).meta({ title: 'Longest listening (ms)' }),
  longSpeechMs: z.int().min(100).max(10_000).default(800).meta({ title: 'Long speech (ms)' }),
});

/** Who is loud for long is a machine, and so is a line on which nothing is sent; of all others it cannot tell. */
class Analysis implements AmdAnalysis {
  private samples = 0;
  private loud = 0;
  private isSilent = true;

  constructor(private readonly times: z.output<typeof configSchema>) {}

  push(samples: Int16Array): AmdVerdict | undefined {
    this.samples += samples.length;
    for (const sample of samples) {
      if (sample !== 0) this.isSilent = false;
      if (Math.abs(sample) > LOUD) this.loud++;
    }
    if (this.loud >= this.times.longSpeechMs * SAMPLES_PER_MS) {
      return this.verdict('long-speech', 'greeting');
    }
    return this.samples >= this.times.limitMs * SAMPLES_PER_MS ? this.undecided('time-limit') : undefined;
  }

  finish(): AmdVerdict {
    return this.undecided('audio-ended');
  }

  private undecided(reason: AmdReason): AmdVerdict {
    return this.isSilent && this.samples > 0
      ? this.verdict('silence-at-pick-up', 'silence')
      : this.verdict(reason);
  }

  private verdict(reason: AmdReason, machine?: MachineKind): AmdVerdict {
    const atMs = this.samples / SAMPLES_PER_MS;
    return {
      ...(machine === undefined ? { answeredBy: 'UNDECIDED' } : { answeredBy: 'MACHINE', machine }),
      reason,
      confidence: 0.5,
      atMs,
      measurements: { loudMs: this.loud / SAMPLES_PER_MS },
    };
  }
}

export default defineAmdDetector({
  id: '__name__',
  displayName: '__title__',
  module: import.meta.url,
  config: configSchema,
  create: (times) => ({ limitMs: times.limitMs, analyse: () => new Analysis(times) }),
});
