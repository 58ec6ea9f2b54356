import { message } from '@marcador/messages/message.js';
import { badRequest } from '../http/api-error.js';
import type { CsvRow } from './csv-rows.js';

/** So many rows show which column has the numbers. */
export const FIRST_ROWS = 100;

/** Numbered ones (Phone 1, Phone 2) too. */
const HEADINGS = new Set(
  [
    ['phone', 'phone number', 'phone no', 'phonenumber', 'telephone', 'telephone number', 'tel', 'msisdn'],
    ['number', 'numbers', 'mobile', 'mobile number', 'mobile phone', 'cell', 'cell phone'],
    ['telefone', 'numero', 'numeros', 'numero de telefone', 'fone', 'celular', 'telemovel'],
    ['telefono', 'numero de telefono', 'movil', 'telefono movil'],
  ].flat(),
);

/** Where the phone numbers of a file are. */
export interface FoundColumn {
  /** From 0. */
  readonly index: number;
  /** Without the header. */
  readonly rows: readonly CsvRow[];
}

/**
 * The column of the phone numbers, by the first rows of a file, the header among them: the one that the header names;
 * without a header the only one with any text, else the only one that is a number in half of the first rows or more.
 * A first row is a header when a heading of phone numbers stands in it and no number; any other is a row.
 *
 * @throws ApiError 400 when no column can be told from the others
 */
export function columnOf(first: readonly CsvRow[], isNumber: (text: string) => boolean): FoundColumn {
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
