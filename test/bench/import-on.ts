import { belowHeader, csvRows } from '@marcador/dialer/csv/csv-rows.js';
import { leadRows } from '@marcador/dialer/leads/lead-rows.js';
import { numberNormaliser } from '@marcador/domain/phone-number.js';
import type { openDataSource } from '@marcador/persistence/data-source.js';
import { LeadImport } from '@marcador/persistence/leads/lead-import.js';
import { UploadPlaces } from '@marcador/persistence/upload-places.js';
import { csvOfLeads } from './lead-file.js';

const ROWS = 1_000_000;

/** Uploads of a million leads as the service does them, in this process, until the signal aborts. */
export async function importOnAndOn(
  database: Awaited<ReturnType<typeof openDataSource>>,
  campaignId: string,
  signal: AbortSignal,
): Promise<void> {
  const leads = new LeadImport(database, new UploadPlaces());
  while (!signal.aborted) {
    const rows = belowHeader(csvRows(bytesOf(csvOfLeads(ROWS)), { leastColumns: 2 }));
    await leads
      .load(campaignId, leadRows(rows, numberNormaliser('BR'), { rows: 0 }), new Date(), signal)
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    await database.query('DELETE FROM lead WHERE campaign_id = $1', [campaignId]).catch(() => undefined);
  }
}

/** As from a connection: each chunk in a turn of its own. */
async function* bytesOf(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    await new Promise((resolve) => setImmediate(resolve));
    yield Buffer.from(text);
  }
}
