export type FeedFault = 'lost' | 'duplicated' | 'reordered';

/** How many of the next events are to suffer which fault. */
export class FeedFaults {
  private readonly left: Record<FeedFault, number> = { lost: 0, duplicated: 0, reordered: 0 };

  arm(fault: FeedFault, count: number): void {
    this.left[fault] = count;
  }

  /** Whether the next event suffers it. */
  take(fault: FeedFault): boolean {
    if (this.left[fault] === 0) return false;
    this.left[fault]--;
    return true;
  }
}
