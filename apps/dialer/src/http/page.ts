import type { Type } from '@nestjs/common';
import { ApiOkResponse, ApiProperty } from '@nestjs/swagger';
import { IntegerField, TextField } from './fields.js';

/** Which part of a list is wanted. */
export class PageQuery {
  @IntegerField({ description: 'the page, from 1', min: 1, max: 1_000_000, optional: true, default: 1 })
  page: number = 1;

  @IntegerField({ description: 'rows on a page', min: 1, max: 200, optional: true, default: 10 })
  pageSize: number = 10;
}

/** Which part of a list that can be searched is wanted. */
export class SearchQuery extends PageQuery {
  @TextField({ description: 'only rows with this text in a name or description', max: 200, optional: true })
  search?: string;
}

/** A part of a list. */
export interface Page<T> {
  readonly items: T[];
  /** How many rows the whole list has. */
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

class PageFrame {
  @ApiProperty({ type: 'integer', description: 'rows of the whole list' })
  total!: number;
  @ApiProperty({ type: 'integer' })
  page!: number;
  @ApiProperty({ type: 'integer' })
  pageSize!: number;
}

/** Documents an answer that is a page of the given rows: `UserView` makes a `UserPage`. */
export function ApiPage(row: Type): MethodDecorator {
  class PageView extends PageFrame {
    @ApiProperty({ type: [row] })
    items!: unknown[];
  }
  Object.defineProperty(PageView, 'name', { value: row.name.replace(/View$/, 'Page') });
  return ApiOkResponse({ type: PageView });
}

/** The wanted part of a list that is short enough to be held whole. */
export function pageOf<T>(
  rows: readonly T[],
  query: SearchQuery,
  textsOf: (row: T) => readonly string[],
): Page<T> {
  const { page, pageSize } = query;
  const wanted = query.search?.toLowerCase() ?? '';
  const found = rows.filter((row) => textsOf(row).some((text) => text.toLowerCase().includes(wanted)));
  return { items: found.slice((page - 1) * pageSize, page * pageSize), total: found.length, page, pageSize };
}
