import { createAnalyser as createDetector } from '@marcador/plugin-host/amd-analyser.js';
import type { AmdAnalyserInput } from '@marcador/plugin-host/amd-analysis.js';
import type { AnalyserLog, Analyser } from '@marcador/telephony/media/analysis.js';

/** What a {@link createAnalyser} needs. */
export interface TirelessInput {
  readonly detector: AmdAnalyserInput;
  /** How many frames of 20 ms it listens. */
  readonly frames: number;
}

/** Loaded by media: a detector that begins anew after each verdict, and says `heard` when it has heard enough. */
export async function createAnalyser(input: unknown, log: AnalyserLog): Promise<Analyser> {
  const { detector, frames } = input as TirelessInput;
  const made = await createDetector(detector, log);
  return {
    analyse() {
      let analysis = made.analyse();
      let left = frames;
      return {
        push(samples) {
          if (analysis.push(samples) !== undefined) analysis = made.analyse();
          return --left === 0 ? 'heard' : undefined;
        },
        finish: () => 'not heard to the end',
      };
    },
  };
}
