import type { TreeNode } from '@marcador/amd-cadence/trees.js';
import { random } from './random.js';

/** What is learned from: one row of features for each step of each clip. */
export interface Rows {
  readonly count: number;
  readonly width: number;
  readonly values: Float32Array;
  /** 1 for a machine, 0 for a person. */
  readonly targets: Float32Array;
}

export interface BoostingOptions {
  readonly trees: number;
  readonly depth: number;
  readonly rate: number;
  /** The least curvature of a leaf: about a quarter of its weight where the model is unsure. */
  readonly leastHessian: number;
  readonly l2: number;
  /** Which share of the features each tree may ask. */
  readonly columns: number;
  readonly seed: number;
}

const BINS = 64;

/** The features of all rows as small numbers, column by column, and the values that part one number from the next. */
export interface Binned {
  readonly edges: readonly Float32Array[];
  readonly columns: readonly Uint8Array[];
}

/** Cuts each feature where as many rows are on one side as on the other. */
export function bin({ count, width, values }: Rows): Binned {
  const edges: Float32Array[] = [];
  const columns: Uint8Array[] = [];
  for (let feature = 0; feature < width; feature++) {
    const column = Float32Array.from({ length: count }, (_, row) => values[row * width + feature] as number);
    const sorted = Float32Array.from(column).sort();
    const cuts = new Set<number>();
    for (let cut = 1; cut < BINS; cut++) {
      const value = Math.fround(Number((sorted[Math.floor((cut * count) / BINS)] as number).toPrecision(5)));
      if (value > (sorted[0] as number)) cuts.add(value);
    }
    const edge = Float32Array.from(cuts);
    edges.push(edge);
    columns.push(Uint8Array.from(column, (value) => binOf(edge, value)));
  }
  return { edges, columns };
}

function binOf(edge: Float32Array, value: number): number {
  let low = 0;
  let high = edge.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= (edge[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Sums {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly gain: number;
}

/** Gradient boosting of small trees on the logistic loss (Friedman 2001; Newton steps and histograms as in later work). */
export class Boosting {
  readonly trees: TreeNode[] = [];
  readonly scores: Float32Array;
  private readonly gradient: Float32Array;
  private readonly hessian: Float32Array;
  private readonly chance: () => number;
  private asked: number[] = [];

  constructor(
    private readonly rows: Rows,
    private readonly binned: Binned,
    private readonly options: BoostingOptions,
  ) {
    this.scores = new Float32Array(rows.count);
    this.gradient = new Float32Array(rows.count);
    this.hessian = new Float32Array(rows.count);
    this.chance = random(options.seed);
  }

  train(): TreeNode[] {
    const all = Uint32Array.from({ length: this.rows.count }, (_, row) => row);
    for (let tree = 0; tree < this.options.trees; tree++) {
      this.differentiate();
      const wanted = Math.max(1, Math.round(this.options.columns * this.rows.width));
      const order = Array.from(
        { length: this.rows.width },
        (_, feature) => [this.chance(), feature] as const,
      );
      this.asked = order
        .sort((a, b) => a[0] - b[0])
        .slice(0, wanted)
        .map(([, feature]) => feature);
      this.trees.push(this.grow(all, this.sums(all), this.options.depth));
    }
    return this.trees;
  }

  private differentiate(): void {
    const { targets, count } = this.rows;
    for (let row = 0; row < count; row++) {
      const chance = 1 / (1 + Math.exp(-(this.scores[row] as number)));
      this.gradient[row] = chance - (targets[row] as number);
      this.hessian[row] = chance * (1 - chance);
    }
  }

  private grow(rows: Uint32Array, sums: Sums, depth: number): TreeNode {
    const split = depth === 0 ? undefined : this.bestSplit(sums);
    if (split === undefined) return this.leaf(rows);
    const column = this.binned.columns[split.feature] as Uint8Array;
    const isLow = (row: number) => (column[row] as number) <= split.bin;
    const low = rows.filter(isLow);
    const high = rows.filter((row) => !isLow(row));
    const edge = (this.binned.edges[split.feature] as Float32Array)[split.bin] as number;
    const [sumsOfLow, sumsOfHigh] = depth === 1 ? [sums, sums] : this.shares(sums, low, high);
    const lowNode = this.grow(low, sumsOfLow, depth - 1);
    const highNode = this.grow(high, sumsOfHigh, depth - 1);
    return [split.feature, Number(edge.toPrecision(5)), lowNode, highNode];
  }

  /** Counting the fewer rows is enough. */
  private shares(all: Sums, low: Uint32Array, high: Uint32Array): [Sums, Sums] {
    if (low.length < high.length) {
      const sums = this.sums(low);
      return [sums, less(all, sums)];
    }
    const sums = this.sums(high);
    return [less(all, sums), sums];
  }

  private leaf(rows: Uint32Array): number {
    let gradient = 0;
    let hessian = 0;
    for (const row of rows) {
      gradient += this.gradient[row] as number;
      hessian += this.hessian[row] as number;
    }
    const value = Number(((-this.options.rate * gradient) / (hessian + this.options.l2)).toFixed(4));
    for (const row of rows) this.scores[row] = (this.scores[row] as number) + value;
    return value;
  }

  private sums(rows: Uint32Array): Sums {
    const gradient = new Float64Array(this.rows.width * BINS);
    const hessian = new Float64Array(this.rows.width * BINS);
    const gradients = Float32Array.from(rows, (row) => this.gradient[row] as number);
    const hessians = Float32Array.from(rows, (row) => this.hessian[row] as number);
    for (const feature of this.asked) {
      const column = this.binned.columns[feature] as Uint8Array;
      const base = feature * BINS;
      for (let n = 0; n < rows.length; n++) {
        const at = base + (column[rows[n] as number] as number);
        gradient[at] = (gradient[at] as number) + (gradients[n] as number);
        hessian[at] = (hessian[at] as number) + (hessians[n] as number);
      }
    }
    return { gradient, hessian };
  }

  private bestSplit({ gradient, hessian }: Sums): Split | undefined {
    const { l2, leastHessian } = this.options;
    let best: Split | undefined;
    for (const feature of this.asked) {
      const base = feature * BINS;
      let allG = 0;
      let allH = 0;
      for (let b = base; b < base + BINS; b++) {
        allG += gradient[b] as number;
        allH += hessian[b] as number;
      }
      let lowG = 0;
      let lowH = 0;
      const edges = (this.binned.edges[feature] as Float32Array).length;
      for (let b = 0; b < edges; b++) {
        lowG += gradient[base + b] as number;
        lowH += hessian[base + b] as number;
        if (lowH < leastHessian) continue;
        if (allH - lowH < leastHessian) break;
        const gain =
          lowG ** 2 / (lowH + l2) + (allG - lowG) ** 2 / (allH - lowH + l2) - allG ** 2 / (allH + l2);
        if (gain > (best?.gain ?? 1e-6)) best = { feature, bin: b, gain };
      }
    }
    return best;
  }
}

function less(all: Sums, some: Sums): Sums {
  return {
    gradient: all.gradient.map((value, at) => value - (some.gradient[at] as number)),
    hessian: all.hessian.map((value, at) => value - (some.hessian[at] as number)),
  };
}
