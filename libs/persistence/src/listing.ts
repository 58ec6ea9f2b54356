import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Which part of a list is wanted, of which rows, in which order. */
export interface ListRequest<Sort extends string> {
  /** Only rows with this text, whatever the case and the accents. */
  readonly search?: string | undefined;
  readonly sort: Sort;
  readonly order: 'asc' | 'desc';
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

/** A part of a list. */
export interface ListPart<T> {
  readonly items: T[];
  /** How many rows the whole list has. */
  readonly total: number;
}

/** What a list is searched and sorted by: SQL expressions on the aliases of its query. */
export interface ListColumns<Sort extends string> {
  /** The query's unique key; it decides between equal rows, so that pages neither repeat nor miss one. */
  readonly key: string;
  readonly searched: readonly string[];
  readonly sorted: Readonly<Record<Sort, string>>;
}

/**
 * A text as people look for it: without case and accents, so that "Época" is found by "epoca" and comes before "Zebra",
 * whatever the collation of the database.
 */
export const asLookedFor = (text: string) =>
  String.raw`regexp_replace(normalize(lower(${text}), NFD), '[\u0300-\u036F]', '', 'g')`;

/** {@link asLookedFor} of what somebody looks for. */
function lookedFor(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/g, '');
}

/** The wanted part of what the query finds. */
export async function listPart<T extends ObjectLiteral, Sort extends string>(
  query: SelectQueryBuilder<T>,
  request: ListRequest<Sort>,
  columns: ListColumns<Sort>,
): Promise<ListPart<T>> {
  const { search = '', sort, order, page, pageSize } = request;
  if (search !== '') {
    const texts = asLookedFor(`concat_ws(chr(10), ${columns.searched.join(', ')})`);
    query.andWhere(`${texts} LIKE :wanted`, { wanted: `%${lookedFor(search).replace(/[\\%_]/g, '\\$&')}%` });
  }
  const direction = order === 'asc' ? 'ASC' : 'DESC';
  const [items, total] = await query
    // In brackets: TypeORM would take a bare column for the entity's own, which then lacks it.
    .addSelect(`(${columns.sorted[sort]})`, 'sort_key')
    .orderBy('sort_key', direction)
    .addOrderBy(columns.key, direction)
    .offset((page - 1) * pageSize)
    .limit(pageSize)
    .getManyAndCount();
  return { items, total };
}
