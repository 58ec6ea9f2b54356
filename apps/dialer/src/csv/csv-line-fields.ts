import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { message } from '@marcador/messages/message.js';
import { badRequest } from '../http/api-error.js';

/**
 * The fields of one line of a CSV, trimmed; a quoted one does not go over its end.
 * @throws ApiError 400 when a quote is opened and not closed
 */
export function fieldsOf(text: string, delimiter: string, line: number): string[] {
  if (!text.includes('"')) {
    const fields = text.split(delimiter);
    for (let at = 0; at < fields.length; at++) fields[at] = (fields[at] as string).trim();
    return fields;
  }
  try {
    const options = { delimiter, trim: true, relax_column_count: true, relax_quotes: true };
    const rows: string[][] = parse(text, options);
    return rows[0] ?? [];
  } catch (error) {
    throw error instanceof CsvError
      ? badRequest('not-csv', message('file-unreadable-near', { line }))
      : error;
  }
}
