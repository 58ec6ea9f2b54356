import { message } from '@marcador/messages/message.js';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse, type Info } from 'csv-parse';
import { badRequest } from '../http/api-error.js';
import { textOfBytes } from './text-of-bytes.js';

/** A row of a CSV file. */
export interface CsvRow {
  /** The line of the file it ends in, from 1. */
  readonly line: number;
  /** Trimmed. */
  readonly fields: readonly string[];
}

/** A quote that is never closed would otherwise swallow the file. */
const MOST_CHARACTERS = 64 * 1024;
/** They take about a millisecond. */
const ROWS_AT_A_TURN = 100;
/** So many rows without a separator, and it was no CSV. */
const PATIENCE = 100;

/**
 * The rows of a CSV file as they come in, a header among them: separated by commas or semicolons, quoted or not,
 * without empty lines.
 *
 * @throws ApiError 400 when the file is empty, is no CSV, or has no row with at least `leastColumns`
 */
export async function* csvRows(
  bytes: AsyncIterable<Uint8Array>,
  { leastColumns }: { readonly leastColumns: number },
): AsyncGenerator<CsvRow> {
  let rows = 0;
  let wideRows = 0;
  for await (const row of parsed(bytes)) {
    rows++;
    if (row.fields.length >= leastColumns) wideRows++;
    else if (wideRows === 0 && rows >= PATIENCE) throw tooNarrow(leastColumns);
    yield row;
  }
  if (rows === 0) throw badRequest('not-csv', message('file-empty'));
  if (wideRows === 0) throw tooNarrow(leastColumns);
}

/** The rows below the header, which is a first row without any digit: without a phone number there is nothing to load. */
export async function* belowHeader(rows: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow> {
  let isFirst = true;
  for await (const row of rows) {
    const isHeader = isFirst && !row.fields.some((field) => /\d/.test(field));
    isFirst = false;
    if (!isHeader) yield row;
  }
}

interface ParsedRow {
  readonly record: string[];
  readonly info: Info;
}

async function* parsed(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const pieces = textOfBytes(bytes);
  const first = await pieces.next();
  const head = first.done === true ? '' : first.value;
  const parser = parse({
    delimiter: delimiterOf(head),
    record_delimiter: ['\r\n', '\n', '\r'],
    trim: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MOST_CHARACTERS,
  });
  const source = Readable.from(startingWith(head, pieces));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let rows = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRow>) {
      // Rows that are there already come without a turn of the event loop, and calls would wait for all of them.
      if (++rows % ROWS_AT_A_TURN === 0) await setImmediate();
      yield { line: info.lines, fields: record };
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error;
  } finally {
    source.destroy();
  }
}

async function* startingWith(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}

/** The separator that the first line has more of, outside quotes. */
export function delimiterOf(text: string): ',' | ';' {
  const line =
    text
      .slice(0, MOST_CHARACTERS)
      .trimStart()
      .split(/[\r\n]/, 1)[0] ?? '';
  const unquoted = line.replace(/"[^"]*"/g, '');
  const count = (separator: string) => unquoted.split(separator).length;
  return count(';') > count(',') ? ';' : ',';
}

function tooNarrow(leastColumns: number): Error {
  return badRequest('not-csv', message('too-few-columns', { columns: leastColumns }));
}

function unreadable(error: CsvError): Error {
  const line = (error as { lines?: unknown }).lines;
  return badRequest(
    'not-csv',
    typeof line === 'number' ? message('file-unreadable-near', { line }) : message('file-unreadable'),
  );
}
