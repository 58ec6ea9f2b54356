import type { NumberNormaliser } from '@marcador/domain/phone-number.js';
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
    const reason = reasonAgainst(name, description, fields.length);
    const normalised = normalise(phone);
    if (reason === undefined && normalised.ok) yield { line, name, phone: normalised.number, description };
    else yield rejected({ line, name, phone, description }, reason ?? reasonOf(normalised));
  }
}

function rejected({ line, name, phone, description }: LeadRow, reason: string): LeadRow {
  // A row that went astray may be long, and is kept only for somebody to find it again.
  const short = (text: string) => text.slice(0, LONGEST_DESCRIPTION);
  return { line, name: short(name), phone: short(phone), description: short(description), rejected: reason };
}

function reasonOf(normalised: ReturnType<NumberNormaliser>): string {
  return normalised.ok ? '' : normalised.reason;
}

function reasonAgainst(name: string, description: string, columns: number): string | undefined {
  if (columns < 2) return 'there is one column only: separate name and phone by a comma or a semicolon';
  if (name.length > LONGEST_NAME) return `the name is longer than ${LONGEST_NAME} characters`;
  if (description.length > LONGEST_DESCRIPTION)
    return `the description is longer than ${LONGEST_DESCRIPTION} characters`;
  return undefined;
}
