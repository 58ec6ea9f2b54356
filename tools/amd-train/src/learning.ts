import { FEATURES } from '@marcador/amd-cadence/features.js';
import type { TreeNode, Trees } from '@marcador/amd-cadence/trees.js';
import { bin, Boosting, type BoostingOptions, type Rows } from './boosting.js';
import type { Heard } from './table.js';

const WIDTH = FEATURES.length;
/** What comes later is hardly ever asked for. */
const LATEST_MS = 6500;
/** Every second step: the next one tells little that is new. */
const EVERY_MS = 200;

export const OPTIONS: BoostingOptions = {
  trees: 140,
  depth: 5,
  rate: 0.07,
  leastHessian: 8,
  l2: 5,
  columns: 0.35,
  seed: 6,
};

/** Learns to tell machines from people at every step of these clips. */
export function learn(calls: readonly Heard[], options = OPTIONS): TreeNode[] {
  const rows = rowsOf(calls);
  return new Boosting(rows, bin(rows), options).train();
}

/** How probable the trees hold a machine, at each step. */
export function beliefs(trees: Trees, { features, stepsMs }: Heard): number[] {
  return stepsMs.map((_, row) => {
    const score = trees.score(features.subarray(row * WIDTH, (row + 1) * WIDTH));
    return 1 / (1 + Math.exp(-score));
  });
}

function rowsOf(calls: readonly Heard[]): Rows {
  const values: number[] = [];
  const targets: number[] = [];
  for (const { clip, stepsMs, features } of calls) {
    stepsMs.forEach((atMs, row) => {
      if (atMs > LATEST_MS || atMs % EVERY_MS !== 0) return;
      for (let at = row * WIDTH; at < (row + 1) * WIDTH; at++) values.push(features[at] as number);
      targets.push(clip.label === 'MACHINE' ? 1 : 0);
    });
  }
  const count = targets.length;
  return { count, width: WIDTH, values: Float32Array.from(values), targets: Float32Array.from(targets) };
}
