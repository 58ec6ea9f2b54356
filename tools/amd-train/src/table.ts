import { isStep } from '@marcador/amd-cadence/belief.js';
import { Extractor } from '@marcador/amd-cadence/extractor.js';
import { FRAME_SAMPLES } from '@marcador/amd-cadence/frame-analysis.js';
import { isSilentSoFar, situationOf, type Situation } from '@marcador/amd-cadence/profile.js';
import { meaningOf } from '@marcador/amd-cadence/tone-meaning.js';
import type { Clip } from './clips.js';

/** What the detector knows of one clip at each step. */
export interface Heard {
  readonly clip: Clip;
  readonly stepsMs: readonly number[];
  readonly situations: readonly Situation[];
  /** Whether nobody had spoken yet, nor began to, at each step. */
  readonly silentSoFar: readonly boolean[];
  /** Row by row, one for each step. */
  readonly features: Float32Array;
  /** From when on the tones had a meaning; Infinity without one. */
  readonly toneAtMs: number;
}

/** Listens to a whole clip with the detector's own extractor. */
export function listenTo(clip: Clip, samples: Int16Array): Heard {
  const extractor = new Extractor();
  const stepsMs: number[] = [];
  const situations: Situation[] = [];
  const silentSoFar: boolean[] = [];
  const values: number[] = [];
  let toneAtMs = Infinity;
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    extractor.push(samples.subarray(at, at + FRAME_SAMPLES));
    const { atMs, tones, voice } = extractor;
    if (toneAtMs === Infinity && meaningOf(tones, atMs) !== undefined) toneAtMs = atMs;
    if (!isStep(atMs)) continue;
    stepsMs.push(atMs);
    situations.push(situationOf(voice));
    silentSoFar.push(isSilentSoFar(voice));
    values.push(...extractor.measure());
  }
  return { clip, stepsMs, situations, silentSoFar, features: Float32Array.from(values), toneAtMs };
}
