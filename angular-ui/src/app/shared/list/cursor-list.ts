import { computed, signal, type Signal } from '@angular/core';
import type { Observable } from 'rxjs';
import { fetching } from './fetching';
import type { ListSource, SortOrder } from './list-source';

/** Some rows, and where the next ones begin. */
export interface CursorAnswer<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  /** How many rows the whole list has, where they were counted. */
  readonly total?: number | null;
}

export interface CursorWanted<Key extends string = string> {
  readonly limit: number;
  /** Where the page begins; left out at the start of the list. */
  readonly cursor?: string;
  readonly search?: string;
  readonly sort?: Key;
  readonly order?: 'asc' | 'desc';
}

export interface CursorListOptions<Key extends string = string> {
  readonly pageSize?: number;
  /** The order to begin with; without one the order cannot be chosen. */
  readonly sort?: SortOrder<Key>;
  /** Whether filters of the caller's own are set. */
  readonly isFiltered?: () => boolean;
}

/** A list too long for page numbers: its pages are turned one by one. */
export interface CursorList<T> extends ListSource<T> {
  readonly search: Signal<string>;
  searchFor(text: string): void;
}

/** Fetches its first page at once. Call in an injection context. */
export function cursorList<T, Key extends string = string>(
  fetch: (wanted: CursorWanted<Key>) => Observable<CursorAnswer<T>>,
  { pageSize: size = 10, sort: firstSort, isFiltered = () => false }: CursorListOptions<Key> = {},
): CursorList<T> {
  /** Where each page up to the one shown begins. */
  const cursors = signal<readonly (string | undefined)[]>([undefined]);
  const pageSize = signal(size);
  const search = signal('');
  const sort = signal(firstSort);
  const answer = signal<CursorAnswer<T> | undefined>(undefined);
  /** Later pages do not count again. */
  const total = signal<number | undefined>(undefined);

  const wanted = (): CursorWanted<Key> => {
    const cursor = cursors().at(-1);
    const order = sort();
    return {
      limit: pageSize(),
      ...(cursor !== undefined && { cursor }),
      ...(search() !== '' && { search: search() }),
      ...(order && { sort: order.key, order: order.descending ? 'desc' : 'asc' }),
    };
  };
  const { isLoading, isLoaded, problem, reload } = fetching(
    () => fetch(wanted()),
    (next) => {
      answer.set(next);
      if (cursors().length === 1) total.set(next.total ?? undefined);
      else if (next.items.length === 0) goTo(cursors().slice(0, -1));
    },
  );
  function goTo(places: readonly (string | undefined)[]): void {
    cursors.set(places);
    reload();
  }
  const toStart = () => goTo([undefined]);

  return {
    rows: computed(() => answer()?.items ?? []),
    total: total.asReadonly(),
    first: computed(() => (cursors().length - 1) * pageSize() + 1),
    hasPrevious: computed(() => cursors().length > 1),
    hasNext: computed(() => (answer()?.next ?? null) !== null),
    isFiltered: computed(() => search() !== '' || isFiltered()),
    isLoading,
    isLoaded,
    problem,
    pageSize: pageSize.asReadonly(),
    search: search.asReadonly(),
    sort: sort.asReadonly(),
    previous: () => goTo(cursors().slice(0, -1)),
    next: () => {
      const next = answer()?.next ?? null;
      if (next !== null && !isLoading()) goTo([...cursors(), next]);
    },
    toStart,
    setPageSize: (rows) => {
      pageSize.set(rows);
      toStart();
    },
    sortBy: (key) => {
      const current = sort();
      // The columns of the table name the fields that the API sorts by.
      sort.set({ key: key as Key, descending: current?.key === key && !current.descending });
      toStart();
    },
    searchFor: (text) => {
      if (text === search()) return;
      search.set(text);
      toStart();
    },
    reload,
  };
}
