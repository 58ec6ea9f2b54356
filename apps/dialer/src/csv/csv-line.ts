/** A value of a CSV file. */
export type CsvCell = string | number | boolean | Date | null;

/**
 * Where a spreadsheet finds the beginning of a formula, or lets one become of it (OWASP, CSV injection): at the start of
 * a text, and behind what is a separator to some spreadsheets, which then do not see the quotes around the text.
 */
const FORMULA = /^(?=["']*[=+\-@\t\r])|(?<=[;,\t\r\n])(?=["']*[=+\-@])/g;
/** An apostrophe there, whoever put it: one that was there before has got another one. */
const DEFUSED = /^'(?=["']*[=+\-@\t\r])|(?<=[;,\t\r\n])'(?=["']*[=+\-@])/g;
const NEEDS_QUOTES = /[",;\r\n]|^\s|\s$/;

/** At the beginning of a file: spreadsheets then read it as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** A line of a CSV file. What a spreadsheet would run, a text or a part of one, gets an apostrophe before it. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** A text as it was before {@link csvLine} put apostrophes into it. */
export function withoutApostrophe(text: string): string {
  return text.includes("'") ? text.replace(DEFUSED, '') : text;
}

function cellOf(value: CsvCell): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string') return String(value);
  const defused = value.replace(FORMULA, "'");
  return NEEDS_QUOTES.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}
