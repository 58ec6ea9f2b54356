import { computed, signal } from '@angular/core';
import type { Observable } from 'rxjs';
import { fetching } from './fetching';
import { listChoices, type Filters, type ListOptions } from './list-choices';
import type { ListSource } from './list-source';

/** A page as the API gives it. */
export interface PageAnswer<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** What of the list is wanted, as the API asks for it. */
export interface PageWanted<Key extends string = string> {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly search?: string;
  readonly sort?: Key;
  readonly order?: 'asc' | 'desc';
}

/** A list that the server cuts into pages, searches and sorts. Fetches at once. Call in an injection context. */
export function pagedList<T, Key extends string = string>(
  fetch: (wanted: PageWanted<Key>, filters: Filters) => Observable<PageAnswer<T>>,
  options: ListOptions<Key> = {},
): ListSource<T> {
  const choices = listChoices(options);
  const { page, pageSize, search, sort, filters, goTo } = choices;
  const answer = signal<PageAnswer<T> | undefined>(undefined);
  /** Of the rows that are shown: the page that is wanted may not have come yet. */
  const first = signal(1);
  const lastPage = computed(() => Math.max(1, Math.ceil((answer()?.total ?? 0) / pageSize())));

  const wanted = (): PageWanted<Key> => {
    const order = sort();
    return {
      page: page(),
      pageSize: pageSize(),
      ...(search() !== '' && { search: search() }),
      ...(order && { sort: order.key, order: order.descending ? 'desc' : 'asc' }),
    };
  };
  const fetched = fetching(
    () => fetch(wanted(), filters()),
    (next) => {
      answer.set(next);
      first.set((page() - 1) * pageSize() + 1);
      // The rows of the last page may have been removed.
      if (next.items.length === 0 && page() > 1) goTo({ page: lastPage() }, { replace: true });
    },
    { wanted: () => [wanted(), filters()] },
  );

  return {
    ...choices,
    ...fetched,
    rows: computed(() => answer()?.items ?? []),
    total: computed(() => answer()?.total),
    first: first.asReadonly(),
    hasPrevious: computed(() => page() > 1),
    hasNext: computed(() => page() < lastPage()),
    previous: () => goTo({ page: Math.max(1, page() - 1) }),
    next: () => goTo({ page: Math.min(lastPage(), page() + 1) }),
    toStart: () => goTo({}),
  };
}
