import { FRAME_MS } from './frame-analysis.js';
import type { Extractor } from './extractor.js';
import type { Trees } from './trees.js';

/** The model is asked at each of these steps; training takes the same. */
export const STEP_MS = 100;
export const FIRST_STEP_MS = 400;

/** Whether the model is asked after this frame. */
export function isStep(atMs: number): boolean {
  return atMs >= FIRST_STEP_MS && atMs % STEP_MS < FRAME_MS;
}

/** How probable a machine is, 0 to 1. */
export function beliefOf(trees: Trees, extractor: Extractor): number {
  return 1 / (1 + Math.exp(-trees.score(extractor.measure())));
}
