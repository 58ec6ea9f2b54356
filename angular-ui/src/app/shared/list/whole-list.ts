import { defer, map, type Observable } from 'rxjs';
import type { Filters, ListOptions } from './list-choices';
import type { ListSource } from './list-source';
import { pagedList } from './paged-list';

type Value = string | number | boolean;

/** How a list that comes whole is searched and sorted, by column. */
export interface WholeListOptions<T> extends ListOptions {
  readonly textOf: (row: T) => readonly string[];
  readonly valueOf?: (row: T, key: string) => Value;
}

/** A list that the server gives whole: cut, searched and sorted here. Call in an injection context. */
export function wholeList<T>(
  fetch: (filters: Filters) => Observable<readonly T[]>,
  options: WholeListOptions<T>,
): ListSource<T> {
  const { textOf, valueOf = () => 0 } = options;
  return pagedList<T>(
    ({ page, pageSize, search = '', sort, order }, filters) =>
      defer(() => fetch(filters)).pipe(
        map((all) => {
          const wanted = search.toLocaleLowerCase();
          const found = all.filter((row) =>
            textOf(row).some((text) => text.toLocaleLowerCase().includes(wanted)),
          );
          if (sort !== undefined) found.sort((a, b) => compare(valueOf(a, sort), valueOf(b, sort)));
          if (order === 'desc') found.reverse();
          return { items: found.slice((page - 1) * pageSize, page * pageSize), total: found.length };
        }),
      ),
    options,
  );
}

function compare(a: Value, b: Value): number {
  return typeof a === 'string' && typeof b === 'string' ? a.localeCompare(b) : Number(a) - Number(b);
}
