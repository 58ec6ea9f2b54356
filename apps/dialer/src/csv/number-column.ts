import { message } from '@marcador/messages/message.js';
import { badRequest } from '../http/api-error.js';
import type { CsvRow } from './csv-rows.js';

/** What a row has in the column of the phone numbers. */
export interface NumberField {
  /** The line of the file it ends in, from 1. */
  readonly line: number;
  /** The column of the phone numbers, from 1; the same in the whole file. */
  readonly column: number;
  /** Whatever stands there; empty where the row is too short. */
  readonly text: string;
}

/** So many rows show which column has the numbers. */
const FIRST_ROWS = 100;

/** Numbered ones (Phone 1, Phone 2) too. */
const HEADINGS = new Set(
  [
    ['phone', 'phone number', 'phone no', 'phonenumber', 'telephone', 'telephone number', 'tel', 'msisdn'],
    ['number', 'numbers', 'mobile', 'mobile number', 'mobile phone', 'cell', 'cell phone'],
    ['telefone', 'numero', 'numeros', 'numero de telefone', 'fone', 'celular', 'telemovel'],
    ['telefono', 'numero de telefono', 'movil', 'telefono movil'],
  ].flat(),
);

/**
 * The column of the phone numbers, row by row, below the header if there is one. It is the one that the header names;
 * without a header the only one with any text, else the only one that is a number in half of the first rows or more.
 * A first row is a header when a heading of phone numbers stands in it and no number; any other is a row.
 *
 * @param rows with the header
 * @throws ApiError 400 when no column can be told from the others
 */
export async function* numbersInColumn(
  rows: AsyncIterable<CsvRow>,
  isNumber: (text: string) => boolean,
): AsyncGenerator<NumberField> {
  let first: CsvRow[] = [];
  let index: number | undefined;
  for await (const row of rows) {
    if (index !== undefined) yield fieldOf(row, index);
    else if (first.push(row) === FIRST_ROWS) {
      const found = columnOf(first, isNumber);
      ({ index } = found);
      first = [];
      for (const each of found.rows) yield fieldOf(each, index);
    }
  }
  if (first.length === 0) return;
  const found = columnOf(first, isNumber);
  for (const each of found.rows) yield fieldOf(each, found.index);
}

function fieldOf({ line, fields }: CsvRow, index: number): NumberField {
  return { line, column: index + 1, text: fields[index] ?? '' };
}

interface FoundColumn {
  readonly index: number;
  /** Without the header. */
  readonly rows: readonly CsvRow[];
}

function columnOf(first: readonly CsvRow[], isNumber: (text: string) => boolean): FoundColumn {
  const top = first[0]?.fields ?? [];
  const headed = top.some(isNumber) ? [] : indexes(top, isHeading);
  const [index] = headed;
  if (index === undefined) return { index: columnByContent(first, isNumber), rows: first };
  if (headed.length === 1) return { index, rows: first.slice(1) };
  throw badRequest('which-column', message('headings-of-numbers', { columns: places(headed) }));
}

function columnByContent(rows: readonly CsvRow[], isNumber: (text: string) => boolean): number {
  const columns = Array.from({ length: Math.max(...rows.map(({ fields }) => fields.length)) }, (_, index) =>
    rows.map(({ fields }) => fields[index] ?? ''),
  );
  const used = indexes(columns, (texts) => texts.some((text) => text !== ''));
  const candidates =
    used.length === 1 ? used : indexes(columns, (texts) => 2 * texts.filter(isNumber).length >= rows.length);
  const [index] = candidates;
  if (index !== undefined && candidates.length === 1) return index;
  throw index === undefined
    ? badRequest('which-column', message('no-column-of-numbers', { rows: FIRST_ROWS }))
    : badRequest('which-column', message('columns-of-numbers', { columns: places(candidates) }));
}

function isHeading(text: string): boolean {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return HEADINGS.has(plain.replace(/[^a-z]+/g, ' ').trim());
}

function indexes<T>(items: readonly T[], holds: (item: T) => boolean): number[] {
  return items.flatMap((item, index) => (holds(item) ? [index] : []));
}

function places(columns: readonly number[]): string {
  return columns.map((index) => index + 1).join(', ');
}
