import { computed, type Signal } from '@angular/core';
import { listAddress } from './list-address';
import type { SortOrder } from './list-source';

const LARGEST_PAGE = 100;
/** Where a list begins. */
const START = { page: undefined, after: undefined, before: undefined };

export type Filters = Readonly<Record<string, string>>;

export interface ListOptions<Key extends string = string> {
  readonly pageSize?: number;
  /** The order to begin with; without one the order cannot be chosen. */
  readonly sort?: SortOrder<Key>;
  /** Names of what else the rows can be chosen by. */
  readonly filters?: readonly string[];
  /** Tells the lists of one page apart in its address. */
  readonly name?: string;
}

/** What people choose of a list, whatever way its pages are turned: search, order, filters, rows on a page. */
export interface ListChoices<Key extends string> {
  readonly pageSize: Signal<number>;
  readonly search: Signal<string>;
  readonly sort: Signal<SortOrder<Key> | undefined>;
  readonly filters: Signal<Filters>;
  readonly isFiltered: Signal<boolean>;
  /** From 1. */
  readonly page: Signal<number>;
  /** The place that the page lies behind, or before. */
  readonly place: Signal<{ readonly after?: string; readonly before?: string }>;
  readonly goTo: (
    place: { readonly page?: number; readonly after?: string; readonly before?: string },
    how?: { readonly replace?: boolean },
  ) => void;
  setPageSize(rows: number): void;
  sortBy(key: string): void;
  searchFor(text: string): void;
  filterBy(filters: Readonly<Record<string, string | undefined>>): void;
}

/** They are kept in the address. Call in an injection context. */
export function listChoices<Key extends string>({
  pageSize: firstSize = 10,
  sort: firstSort,
  filters: names = [],
  name,
}: ListOptions<Key>): ListChoices<Key> {
  const address = listAddress(name);
  const valueOf = (key: string) => address.part()[key];
  const numberOf = (key: string) => {
    const text = valueOf(key) ?? '';
    return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
  };
  const pageSize = computed(() => Math.min(numberOf('size') ?? firstSize, LARGEST_PAGE));
  const search = computed(() => valueOf('search') ?? '');
  const sort = computed(() => {
    const text = valueOf('sort');
    if (firstSort === undefined || text === undefined) return firstSort;
    // The columns of the table name the fields that the API sorts by.
    return { key: text.replace(/^-/, '') as Key, descending: text.startsWith('-') };
  });
  const filters = computed<Filters>(() =>
    Object.fromEntries(Object.entries(address.part()).filter(([key]) => names.includes(key))),
  );

  return {
    pageSize,
    search,
    sort,
    filters,
    isFiltered: computed(() => search() !== '' || Object.keys(filters()).length > 0),
    page: computed(() => numberOf('page') ?? 1),
    place: computed(() => {
      const { after, before } = address.part();
      return { ...(after !== undefined && { after }), ...(before !== undefined && { before }) };
    }),
    goTo: ({ page = 1, after, before }, how) =>
      address.change({ page: page === 1 ? undefined : String(page), after, before }, how),
    setPageSize: (rows) => address.change({ ...START, size: rows === firstSize ? undefined : String(rows) }),
    sortBy: (key) => {
      const current = sort();
      const descending = current?.key === key && !current.descending;
      const isFirst = key === firstSort?.key && descending === firstSort.descending;
      address.change({ ...START, sort: isFirst ? undefined : `${descending ? '-' : ''}${key}` });
    },
    // Each letter typed is no place to go back to.
    searchFor: (text) => address.change({ ...START, search: text }, { replace: true }),
    filterBy: (chosen) => address.change({ ...START, ...chosen }),
  };
}
