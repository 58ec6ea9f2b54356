import { computed, signal } from '@angular/core';
import type { Observable } from 'rxjs';
import { fetching } from './fetching';
import type { ListSource } from './list-source';

/** Some rows, and where the next ones begin. */
export interface CursorAnswer<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface CursorWanted {
  readonly limit: number;
  /** Where the page begins; `undefined`: at the start of the list. */
  readonly cursor: string | undefined;
}

export interface CursorListOptions {
  readonly pageSize?: number;
  readonly isFiltered?: () => boolean;
  readonly eager?: boolean;
}

/** A list too long to be counted: its pages are turned one by one. Call in an injection context. */
export function cursorList<T>(
  fetch: (wanted: CursorWanted) => Observable<CursorAnswer<T>>,
  { pageSize: size = 25, isFiltered = () => false, eager = true }: CursorListOptions = {},
): ListSource<T> {
  /** Where each page up to the one shown begins. */
  const cursors = signal<readonly (string | undefined)[]>([undefined]);
  const pageSize = signal(size);
  const answer = signal<CursorAnswer<T> | undefined>(undefined);
  const { isLoading, isLoaded, problem, reload } = fetching(
    () => fetch({ limit: pageSize(), cursor: cursors().at(-1) }),
    (next) => {
      answer.set(next);
      if (next.items.length === 0 && cursors().length > 1) goTo(cursors().slice(0, -1));
    },
  );
  function goTo(wanted: readonly (string | undefined)[]): void {
    cursors.set(wanted);
    reload();
  }
  if (eager) queueMicrotask(reload);

  return {
    rows: computed(() => answer()?.items ?? []),
    total: signal(undefined),
    first: computed(() => (cursors().length - 1) * pageSize() + 1),
    hasPrevious: computed(() => cursors().length > 1),
    hasNext: computed(() => (answer()?.next ?? null) !== null),
    isFiltered: computed(() => isFiltered()),
    sort: signal(undefined),
    isLoading,
    isLoaded,
    problem,
    pageSize: pageSize.asReadonly(),
    previous: () => goTo(cursors().slice(0, -1)),
    next: () => {
      const next = answer()?.next ?? null;
      if (next !== null && !isLoading()) goTo([...cursors(), next]);
    },
    toStart: () => goTo([undefined]),
    setPageSize: (wanted) => {
      pageSize.set(wanted);
      goTo([undefined]);
    },
    sortBy: () => undefined,
    reload,
  };
}
