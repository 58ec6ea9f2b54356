import { Trees } from '@marcador/amd-cadence/trees.js';
import { hashOf } from './hash.js';
import { beliefs, learn } from './learning.js';
import type { Heard } from './table.js';

export const FOLDS = 5;

/** Which fold a clip is tried in: all of a voice in the same, what is no voice one by one. */
export function foldOf({ source, file }: { readonly source: string; readonly file: string }): number {
  const voice = source.startsWith('synthetic:') ? file : source;
  return hashOf(voice) % FOLDS;
}

/**
 * What is believed of each call by trees that never heard its voice.
 * @param distorted the same calls as they might have sounded elsewhere: learned from, never tried
 */
export function believedByStrangers(calls: readonly Heard[], distorted: readonly Heard[]): number[][] {
  const believed: number[][] = calls.map(() => []);
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = [...calls, ...distorted].filter(({ clip }) => foldOf(clip) !== fold);
    const trees = new Trees(learn(others));
    calls.forEach((call, at) => {
      if (foldOf(call.clip) === fold) believed[at] = beliefs(trees, call);
    });
  }
  return believed;
}
