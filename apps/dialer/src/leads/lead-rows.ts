import type { NumberNormaliser } from '@marcador/domain/phone-number.js';
import { message, type Message } from '@marcador/messages/message.js';
import type { LeadRow } from '@marcador/persistence/leads/lead-import.js';
import { withoutApostrophe } from '../csv/csv-line.js';
import type { CsvRow } from '../csv/csv-rows.js';
import { LONGEST_DESCRIPTION, LONGEST_NAME } from './lead-limits.js';

/** The rows of a CSV as leads, those that cannot be leads with the reason; `progress` counts them. */
export async function* leadRows(
  rows: AsyncIterable<CsvRow>,
  normalise: NumberNormaliser,
  progress: { rows: number },
): AsyncGenerator<LeadRow> {
  for await (const { line, fields } of rows) {
    progress.rows++;
    const [name = '', phone = '', description = ''] = fields.map(withoutApostrophe);
    const fault = faultIn(name, description, fields.length);
    const normalised = normalise(phone);
    if (fault !== undefined) yield rejected({ line, name, phone, description }, fault);
    else if (normalised.ok) yield { line, name, phone: normalised.number, description };
    else yield rejected({ line, name, phone, description }, message(normalised.fault));
  }
}

function rejected({ line, name, phone, description }: LeadRow, why: Message): LeadRow {
  // A row that went astray may be long, and is kept only for somebody to find it again.
  const short = (text: string) => text.slice(0, LONGEST_DESCRIPTION);
  return { line, name: short(name), phone: short(phone), description: short(description), rejected: why };
}

function faultIn(name: string, description: string, columns: number): Message | undefined {
  if (columns < 2) return message('one-column');
  if (name.length > LONGEST_NAME) return message('name-too-long', { max: LONGEST_NAME });
  if (description.length > LONGEST_DESCRIPTION)
    return message('description-too-long', { max: LONGEST_DESCRIPTION });
  return undefined;
}
