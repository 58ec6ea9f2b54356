/** A leaf's value, or: the feature that is asked, the value from which on the second branch is taken, both branches. */
export type TreeNode =
  number | readonly [feature: number, threshold: number, below: TreeNode, from: TreeNode];

/** A sum of small decision trees. Allocates nothing after its construction. */
export class Trees {
  private readonly roots: Int32Array;
  private readonly feature: Int16Array;
  private readonly value: Float32Array;
  private readonly next: Int32Array;

  constructor(trees: readonly TreeNode[]) {
    const feature: number[] = [];
    const value: number[] = [];
    const next: number[] = [];
    const lay = (node: TreeNode): number => {
      const at = feature.length;
      const [asked, threshold, below, from] = typeof node === 'number' ? [-1, node] : node;
      feature.push(asked);
      value.push(threshold);
      next.push(0);
      // The branch below a threshold follows at once.
      if (below !== undefined && from !== undefined) {
        lay(below);
        next[at] = lay(from);
      }
      return at;
    };
    this.roots = Int32Array.from(trees, lay);
    this.feature = Int16Array.from(feature);
    this.value = Float32Array.from(value);
    this.next = Int32Array.from(next);
  }

  /** The sum of what each tree says of these features. */
  score(features: Float32Array): number {
    const { feature, value, next } = this;
    let sum = 0;
    for (let tree = 0; tree < this.roots.length; tree++) {
      let node = this.roots[tree] as number;
      let asked = feature[node] as number;
      while (asked >= 0) {
        node = (features[asked] as number) < (value[node] as number) ? node + 1 : (next[node] as number);
        asked = feature[node] as number;
      }
      sum += value[node] as number;
    }
    return sum;
  }
}
