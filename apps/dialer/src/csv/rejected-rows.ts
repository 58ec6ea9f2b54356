import { message, textOf, type Language, type Message } from '@marcador/messages/message.js';
import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField } from '../http/fields.js';
import { MessageView } from '../http/message.dto.js';
import { LANGUAGE } from '../http/named-enums.js';
import { csvLine } from './csv-line.js';

/** A row that was not taken. */
export class RejectedRowView extends MessageView {
  @ApiProperty({ type: 'integer', description: 'line of the file, from 1' })
  line!: number;
  @ApiProperty({ description: 'in an English sentence' })
  reason!: string;
}

/** So many rows of each sort a report lists; all that are kept can be downloaded. */
export const ROWS_SHOWN = 1000;

/** How the rows of an upload are told. */
export class UploadRowsQuery {
  @ChoiceField({
    description: 'of the headings and of the reasons',
    choices: LANGUAGE,
    optional: true,
    default: 'en',
  })
  language: Language = 'en';
}

/** The lines of a CSV of the rows that were not taken: where they stand in the file, and why. */
export async function* linesOfRejected(
  rows: AsyncIterable<{ readonly line: number; readonly why: Message }>,
  language: Language,
): AsyncGenerator<string> {
  yield csvLine([message('column-line'), message('column-reason')].map((said) => textOf(said, language)));
  for await (const { line, why } of rows) yield csvLine([line, textOf(why, language)]);
}
