import type { Signal } from '@angular/core';

/** In which order: a column, and which way. */
export interface SortOrder<Key extends string = string> {
  readonly key: Key;
  readonly descending: boolean;
}

/** What a table shows of a list, and how it turns its pages. What is chosen stands in the page's address. */
export interface ListSource<T> {
  readonly rows: Signal<readonly T[]>;
  /** Rows are being fetched; those that are shown may be old. */
  readonly isLoading: Signal<boolean>;
  /** Rows have been fetched at least once. */
  readonly isLoaded: Signal<boolean>;
  /** Why the last fetch failed. */
  readonly problem: Signal<unknown>;
  /** How many rows the list has; `undefined` where nobody counts them. */
  readonly total: Signal<number | undefined>;
  /** The place of the first row shown, from 1. */
  readonly first: Signal<number>;
  readonly pageSize: Signal<number>;
  readonly hasPrevious: Signal<boolean>;
  readonly hasNext: Signal<boolean>;
  /** `undefined`: the order cannot be chosen. */
  readonly sort: Signal<SortOrder | undefined>;
  /** The text that is looked for. */
  readonly search: Signal<string>;
  /** What else the rows are chosen by. */
  readonly filters: Signal<Readonly<Record<string, string>>>;
  /** Whether something is looked for, so that an empty list means: not found. */
  readonly isFiltered: Signal<boolean>;
  previous(): void;
  next(): void;
  toStart(): void;
  setPageSize(size: number): void;
  sortBy(key: string): void;
  searchFor(text: string): void;
  filterBy(filters: Readonly<Record<string, string | undefined>>): void;
  reload(): void;
}
