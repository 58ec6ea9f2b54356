import { computed, signal, type Signal } from '@angular/core';
import type { Observable } from 'rxjs';
import { fetching } from './fetching';
import type { ListSource, SortOrder } from './list-source';

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

/** A list that the server cuts into pages, searches and sorts. */
export interface PagedList<T> extends ListSource<T> {
  readonly search: Signal<string>;
  searchFor(text: string): void;
}

const PAGE_SIZE = 10;

/**
 * Fetches its first page at once. Call in an injection context.
 * @param options `sort`: the order to begin with; without one the order cannot be chosen
 */
export function pagedList<T, Key extends string = string>(
  fetch: (wanted: PageWanted<Key>) => Observable<PageAnswer<T>>,
  options: { readonly sort?: SortOrder<Key> } = {},
): PagedList<T> {
  const page = signal(1);
  const pageSize = signal(PAGE_SIZE);
  const search = signal('');
  const sort = signal(options.sort);
  const answer = signal<PageAnswer<T> | undefined>(undefined);
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
  const { isLoading, isLoaded, problem, reload } = fetching(
    () => fetch(wanted()),
    (next) => {
      answer.set(next);
      // The rows of the last page may have been removed.
      if (next.items.length === 0 && page() > 1) goTo(lastPage());
    },
  );
  function goTo(wantedPage: number): void {
    page.set(wantedPage);
    reload();
  }

  return {
    rows: computed(() => answer()?.items ?? []),
    total: computed(() => answer()?.total),
    first: computed(() => (page() - 1) * pageSize() + 1),
    hasPrevious: computed(() => page() > 1),
    hasNext: computed(() => page() < lastPage()),
    isFiltered: computed(() => search() !== ''),
    isLoading,
    isLoaded,
    problem,
    pageSize: pageSize.asReadonly(),
    search: search.asReadonly(),
    sort: sort.asReadonly(),
    previous: () => goTo(Math.max(1, page() - 1)),
    next: () => goTo(Math.min(lastPage(), page() + 1)),
    toStart: () => goTo(1),
    setPageSize: (size) => {
      pageSize.set(size);
      goTo(1);
    },
    sortBy: (key) => {
      const current = sort();
      // The columns of the table name the fields that the API sorts by.
      sort.set({ key: key as Key, descending: current?.key === key && !current.descending });
      goTo(1);
    },
    searchFor: (text) => {
      if (text === search()) return;
      search.set(text);
      goTo(1);
    },
    reload,
  };
}
