interface Node<T> {
  readonly value: T;
  before: Node<T> | undefined;
  after: Node<T> | undefined;
}

/**
 * Values in the order they were added, each of them once. All it does costs the same for any number of them; to find the
 * first value of a Set that many were taken from does not.
 */
export class Fifo<T> {
  private readonly nodes = new Map<T, Node<T>>();
  private head: Node<T> | undefined;
  private tail: Node<T> | undefined;

  get size(): number {
    return this.nodes.size;
  }

  /** The one that was added first; `undefined` where there is none. */
  get first(): T | undefined {
    return this.head?.value;
  }

  has(value: T): boolean {
    return this.nodes.has(value);
  }

  /** Adds it behind the others; does nothing where it is one of them. */
  add(value: T): void {
    if (this.nodes.has(value)) return;
    const node: Node<T> = { value, before: this.tail, after: undefined };
    if (this.tail === undefined) this.head = node;
    else this.tail.after = node;
    this.tail = node;
    this.nodes.set(value, node);
  }

  /** @returns whether it was there */
  delete(value: T): boolean {
    const node = this.nodes.get(value);
    if (node === undefined) return false;
    const { before, after } = node;
    if (before === undefined) this.head = after;
    else before.after = after;
    if (after === undefined) this.tail = before;
    else after.before = before;
    return this.nodes.delete(value);
  }

  *[Symbol.iterator](): Generator<T> {
    for (let node = this.head; node !== undefined; node = node.after) yield node.value;
  }
}
