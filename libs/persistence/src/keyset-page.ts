/** Some rows of a list that is too long for page numbers, in the list's order. */
export interface KeysetPage<T> {
  readonly items: readonly T[];
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
}

/**
 * A page out of the rows that were found from its edge on.
 * @param rows in the order in which they were met; one more than `limit` where there are so many
 * @param from whence they were met: from the start of the list, on behind a row, or back before a row
 */
export function keysetPage<T>(
  rows: readonly T[],
  limit: number,
  from: 'start' | 'behind' | 'before',
): KeysetPage<T> {
  const hasMore = rows.length > limit;
  const items = rows.slice(0, limit);
  if (from === 'before') return { items: items.reverse(), hasPrevious: hasMore, hasNext: true };
  return { items, hasPrevious: from === 'behind', hasNext: hasMore };
}
