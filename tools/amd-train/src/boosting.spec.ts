import { Trees } from '@marcador/amd-cadence/trees.js';
import { bin, Boosting, type BoostingOptions, type Rows } from './boosting.js';
import { random } from './random.js';

const OPTIONS: BoostingOptions = {
  trees: 30,
  depth: 3,
  rate: 0.3,
  leastHessian: 1,
  l2: 1,
  columns: 1,
  seed: 1,
};

/** A machine is where exactly one of two features is large; the third says nothing. */
function rows(count: number, seed: number): Rows {
  const chance = random(seed);
  const values = Float32Array.from({ length: 3 * count }, chance);
  const isLarge = (row: number, feature: number) => (values[3 * row + feature] as number) > 0.5;
  const targets = Float32Array.from({ length: count }, (_, row) =>
    Number(isLarge(row, 0) !== isLarge(row, 1)),
  );
  return { count, width: 3, values, targets };
}

function train(learned: Rows, options: Partial<BoostingOptions> = {}) {
  return new Boosting(learned, bin(learned), { ...OPTIONS, ...options }).train();
}

describe('boosted trees', () => {
  it('learn what no single question tells', () => {
    const trees = new Trees(train(rows(2000, 1)));
    const others = rows(500, 2);
    let right = 0;
    for (let row = 0; row < others.count; row++) {
      const score = trees.score(others.values.subarray(3 * row, 3 * row + 3));
      if (score > 0 === (others.targets[row] === 1)) right++;
    }
    expect(right / others.count).toBeGreaterThan(0.95);
  });

  it('are the same in every training on the same rows', () => {
    const learned = rows(500, 3);
    expect(train(learned, { columns: 0.5 })).toEqual(train(learned, { columns: 0.5 }));
    expect(train(learned, { columns: 0.5, seed: 2 })).not.toEqual(train(learned, { columns: 0.5 }));
  });

  it('ask as many questions in a row as they may', () => {
    const depthOf = (node: unknown): number =>
      Array.isArray(node) ? 1 + Math.max(depthOf(node[2]), depthOf(node[3])) : 0;
    expect(Math.max(...train(rows(500, 4), { depth: 2 }).map(depthOf))).toBe(2);
  });
});
