import { computed, signal } from '@angular/core';
import type { Observable } from 'rxjs';
import { fetching } from './fetching';
import { listChoices, type Filters, type ListOptions } from './list-choices';
import type { ListSource } from './list-source';

/** Some rows, and the places of the pages on both sides. */
export interface CursorAnswer<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly previous: string | null;
  /** How many rows the whole list has, where they were counted. */
  readonly total?: number | null;
}

export interface CursorWanted<Key extends string = string> {
  readonly limit: number;
  /** The page lies behind this place, the `next` of another one. */
  readonly after?: string;
  /** The page lies before this place, the `previous` of another one. */
  readonly before?: string;
  readonly search?: string;
  readonly sort?: Key;
  readonly order?: 'asc' | 'desc';
}

/**
 * A list too long for page numbers: its pages are turned one by one, on and back. Fetches at once. Call in an injection
 * context.
 */
export function cursorList<T, Key extends string = string>(
  fetch: (wanted: CursorWanted<Key>, filters: Filters) => Observable<CursorAnswer<T>>,
  options: ListOptions<Key> = {},
): ListSource<T> {
  const choices = listChoices(options);
  const { page, place, pageSize, search, sort, filters, goTo } = choices;
  const answer = signal<CursorAnswer<T> | undefined>(undefined);
  /** Of the rows that are shown: the page that is wanted may not have come yet. */
  const first = signal(1);
  /** Later pages do not count again. */
  const total = signal<number | undefined>(undefined);
  const isStart = computed(() => Object.keys(place()).length === 0);

  const wanted = (): CursorWanted<Key> => {
    const order = sort();
    return {
      limit: pageSize(),
      ...place(),
      ...(search() !== '' && { search: search() }),
      ...(order && { sort: order.key, order: order.descending ? 'desc' : 'asc' }),
    };
  };
  const fetched = fetching(
    () => fetch(wanted(), filters()),
    (next) => {
      answer.set(next);
      first.set((page() - 1) * pageSize() + 1);
      if (isStart()) total.set(next.total ?? undefined);
      // What lay there is gone, or the way back has come to the start, where the first page is a whole one.
      else if (next.items.length === 0 || (place().before !== undefined && next.previous === null))
        goTo({}, { replace: true });
    },
    { wanted: () => [wanted(), filters()] },
  );

  /** Whether the places on both sides are those of the page that is wanted: the last answer may be of another one. */
  const isCurrent = (side: string) =>
    !fetched.isLoading() && side !== place().after && side !== place().before;

  return {
    ...choices,
    ...fetched,
    rows: computed(() => answer()?.items ?? []),
    total: total.asReadonly(),
    first: first.asReadonly(),
    hasPrevious: computed(() => !isStart()),
    hasNext: computed(() => (answer()?.next ?? null) !== null),
    previous: () => {
      const before = answer()?.previous ?? null;
      if (before === null || page() <= 2) goTo({});
      else if (isCurrent(before)) goTo({ before, page: page() - 1 });
    },
    next: () => {
      const after = answer()?.next ?? null;
      if (after !== null && isCurrent(after)) goTo({ after, page: page() + 1 });
    },
    toStart: () => goTo({}),
  };
}
