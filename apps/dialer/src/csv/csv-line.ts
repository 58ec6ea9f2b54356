/** A value of a CSV file. */
export type CsvCell = string | number | boolean | Date | null;

/** What a spreadsheet takes for a formula, or lets become one (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",;\r\n]|^\s|\s$/;

/** At the beginning of a file: spreadsheets then read it as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** A line of a CSV file. A text that a spreadsheet would run gets an apostrophe before it. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** A text as it was before {@link csvLine} put an apostrophe before it. */
export function withoutApostrophe(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}

function cellOf(value: CsvCell): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string') return String(value);
  const defused = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}
