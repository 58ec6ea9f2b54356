import { setImmediate } from 'node:timers/promises';
import { matchingNumber } from '@marcador/domain/matching-number.js';
import { isRegion, numberNormaliser, type NormalisedNumber } from '@marcador/domain/phone-number.js';
import { message, type Message } from '@marcador/messages/message.js';
import { badRequest } from '../http/api-error.js';
import { fieldsOf } from './csv-line-fields.js';
import { delimiterOf, type CsvRow } from './csv-rows.js';
import { columnOf, FIRST_ROWS } from './number-column.js';

/** They take some milliseconds, where all are quoted. */
const LINES_AT_A_TURN = 200;

/** How the rows of a file of numbers are written. */
export const NUMBER_FILE_FORMATS = ['csv', 'us-registry'] as const;
export type NumberFileFormat = (typeof NUMBER_FILE_FORMATS)[number];

/** How a file is read, and what was found out of its first rows: all that has to be known to go on in its middle. */
export interface NumberFileReading {
  readonly format: NumberFileFormat;
  /** Of national numbers. */
  readonly region: string;
  /** Each row says whether its number goes on the list or off it. */
  readonly hasActions: boolean;
  readonly layout?: NumberFileLayout;
}

/** Where things stand in a row. */
interface NumberFileLayout {
  readonly delimiter: ',' | ';';
  /** Of the numbers, from 0. */
  readonly column: number;
  /** Of the actions, from 0; -1: the last one of each row. */
  readonly actions: number;
}

/** Who is told of the rows. */
export interface NumberRows {
  add(number: string): void;
  remove(number: string): void;
  reject(line: number, why: Message): void;
}

/** How far a file was read. */
export interface NumberFileProgress {
  reading: NumberFileReading;
  /** Up to the end of a line. */
  bytes: number;
  lines: number;
  /** Rows, without the header. */
  read: number;
  rejected: number;
}

/**
 * Reads a file of numbers, one in a row, from its beginning or from the end of any line.
 *
 * `csv`: separated by commas or semicolons, with or without header; the numbers stand in one column (`columnOf`).
 * `us-registry`: area code and number of North America, separated by a comma, as the US registry's flat files are
 * (`202,5550123`), or together. Blank lines are passed over. With actions a row also says `A` (add) or `D` (delete): in
 * CSV in one column, in the registry's change lists in the last one. `D` with a number in a form that is no longer dialled
 * (see `matchingNumber`) is not taken.
 */
export class NumberFileReader {
  private readonly normalise: (text: string) => NormalisedNumber;
  private first: CsvRow[] = [];
  /** Read, and not yet told of because the layout is not known. */
  private ahead = { bytes: 0, lines: 0 };

  /** @param progress is kept up to date */
  constructor(
    readonly progress: NumberFileProgress,
    private readonly rows: NumberRows,
  ) {
    const { region } = progress.reading;
    this.normalise = numberNormaliser(isRegion(region) ? region : undefined);
  }

  /**
   * Takes whole lines; turns of the event loop go on meanwhile. Only then may more be given, and progress be kept.
   * @param bytes of the file
   * @throws ApiError 400 when it is no CSV, or not clear where the numbers are
   */
  async take(text: string, bytes: number): Promise<void> {
    this.ahead.bytes += bytes;
    const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) {
      this.ahead.lines++;
      if (line.trim() !== '') this.takeLine(line, this.progress.lines + this.ahead.lines);
      if (this.ahead.lines % LINES_AT_A_TURN === 0) await setImmediate();
    }
    if (this.layout !== undefined) this.catchUp();
  }

  /**
   * The file has ended.
   * @throws ApiError 400
   */
  end(): void {
    if (this.layout === undefined) {
      if (this.first.length === 0) throw badRequest('not-csv', message('file-empty'));
      this.findLayout();
    }
    this.catchUp();
  }

  private get layout(): NumberFileLayout | undefined {
    return this.progress.reading.layout;
  }

  private catchUp(): void {
    this.progress.bytes += this.ahead.bytes;
    this.progress.lines += this.ahead.lines;
    this.ahead = { bytes: 0, lines: 0 };
  }

  private takeLine(text: string, line: number): void {
    const { layout } = this;
    if (layout !== undefined)
      return this.takeRow({ line, fields: fieldsOf(text, layout.delimiter, line) }, layout);
    const isRegistry = this.progress.reading.format === 'us-registry';
    this.delimiter ??= isRegistry ? ',' : delimiterOf(text);
    if (this.first.push({ line, fields: fieldsOf(text, this.delimiter, line) }) === FIRST_ROWS)
      this.findLayout();
  }

  private delimiter: ',' | ';' | undefined;

  private findLayout(): void {
    const { reading } = this.progress;
    const { rows, column, actions } =
      reading.format === 'us-registry' ? registryLayout(this.first) : this.csvLayout(reading.hasActions);
    const layout = { delimiter: this.delimiter ?? ',', column, actions };
    this.progress.reading = { ...reading, layout };
    this.first = [];
    for (const row of rows) this.takeRow(row, layout);
  }

  private csvLayout(hasActions: boolean) {
    const { rows, index } = columnOf(this.first, (text) => this.normalise(text).ok);
    return { rows, column: index, actions: hasActions ? columnOfActions(rows) : -1 };
  }

  private takeRow({ line, fields }: CsvRow, layout: NumberFileLayout): void {
    const { format, hasActions } = this.progress.reading;
    this.progress.read++;
    const normalised =
      format === 'us-registry' ? numberOfRegistry(fields) : this.normalise(fields[layout.column] ?? '');
    if (!normalised.ok) return this.reject(line, message(normalised.fault));
    if (!hasActions) return this.rows.add(normalised.number);
    const action = actionOf(fields.at(layout.actions));
    if (action === 'add') this.rows.add(normalised.number);
    else if (action === 'remove' && isOldForm(normalised.number))
      this.reject(line, message('old-form-removed'));
    else if (action === 'remove') this.rows.remove(normalised.number);
    else this.reject(line, message('no-change-action'));
  }

  private reject(line: number, why: Message): void {
    this.progress.rejected++;
    this.rows.reject(line, why);
  }
}

/** A first row without a digit is a header. */
function registryLayout(first: readonly CsvRow[]) {
  const isHeader = first[0]?.fields.some((field) => /\d/.test(field)) === false;
  return { rows: isHeader ? first.slice(1) : first, column: 0, actions: -1 };
}

const NORTH_AMERICA = '1';
const NATIONAL = /^[2-9]\d{9}$/;

/** `202,5550123` or `2025550123`: behind them may be more, as in change lists. */
function numberOfRegistry([area = '', number = '']: readonly string[]): NormalisedNumber {
  const digits = area.length === 3 ? area + number : area;
  if (NATIONAL.test(digits)) return { ok: true, number: NORTH_AMERICA + digits };
  if (digits === '') return { ok: false, fault: 'no-phone-number' };
  return { ok: false, fault: /^\d+$/.test(digits) ? 'number-length' : 'not-phone-number' };
}

/** A source that lists both forms of a number and takes the old one off still lists the telephone. */
function isOldForm(number: string): boolean {
  return matchingNumber(Number(number)) !== Number(number);
}

const ACTIONS: Readonly<Record<string, 'add' | 'remove'>> = {
  ...{ A: 'add', ADD: 'add', '+': 'add' },
  ...{ D: 'remove', DELETE: 'remove', REMOVE: 'remove', '-': 'remove' },
};

function actionOf(text: string | undefined): 'add' | 'remove' | undefined {
  return text === undefined ? undefined : ACTIONS[text.toUpperCase()];
}

/** The first one in which half of the first rows or more have an action. */
function columnOfActions(rows: readonly CsvRow[]): number {
  const columns = Math.max(0, ...rows.map(({ fields }) => fields.length));
  for (let column = 0; column < columns; column++) {
    const actions = rows.filter(({ fields }) => actionOf(fields[column]) !== undefined);
    if (2 * actions.length >= rows.length) return column;
  }
  if (rows.length === 0) return -1;
  throw badRequest('which-column', message('no-column-of-actions', { rows: FIRST_ROWS }));
}
