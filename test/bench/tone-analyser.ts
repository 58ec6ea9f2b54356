import { Extractor } from '@marcador/amd-cadence/extractor.js';
import type { Analyser } from '@marcador/telephony/media/analysis.js';

/** Loaded by media: says when tones sounded, ms, as far as it may listen. */
export function createAnalyser(): Analyser {
  return {
    analyse() {
      const extractor = new Extractor();
      const times: number[] = [];
      return {
        push(samples) {
          extractor.push(samples);
          if (extractor.tones.sounding) times.push(extractor.atMs);
          return undefined;
        },
        finish: () => times,
      };
    },
  };
}
