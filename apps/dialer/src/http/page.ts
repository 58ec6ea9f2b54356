import type { Type } from '@nestjs/common';
import { ApiOkResponse, ApiProperty } from '@nestjs/swagger';
import type { ListPart } from '@marcador/persistence/listing.js';
import { ChoiceField, IntegerField, TextField } from './fields.js';
import { SORT_ORDER } from './named-enums.js';

/** Which part of a list is wanted. */
export class PageQuery {
  @IntegerField({ description: 'the page, from 1', min: 1, max: 1_000_000, optional: true, default: 1 })
  page: number = 1;

  @IntegerField({ description: 'rows on a page', min: 1, max: 1000, optional: true, default: 10 })
  pageSize: number = 10;
}

/** Which part of a list that can be searched is wanted. */
class SearchQuery extends PageQuery {
  @TextField({
    description: 'only rows with this text in a name or description, whatever the case and the accents',
    max: 200,
    optional: true,
  })
  search?: string;
}

/** Which part of a list is wanted that can be searched and sorted; unless it is said, by the first of the fields. */
export function sortedQuery<Field extends string>(enumName: string, fields: readonly [Field, ...Field[]]) {
  class SortedQuery extends SearchQuery {
    @ChoiceField({
      description: 'by what the rows are sorted',
      choices: { enum: fields, enumName },
      optional: true,
      default: fields[0],
    })
    sort: Field = fields[0];

    @ChoiceField({ description: 'in which direction', choices: SORT_ORDER, optional: true, default: 'asc' })
    order: 'asc' | 'desc' = 'asc';
  }
  return SortedQuery;
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

/** What was found as the page that was asked for. */
export function pageFor<T>({ items, total }: ListPart<T>, { page, pageSize }: PageQuery): Page<T> {
  return { items, total, page, pageSize };
}
