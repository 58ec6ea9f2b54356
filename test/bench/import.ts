import { Readable } from 'node:stream';
import { copyIn } from '@marcador/persistence/copy-in.js';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { callWithEngine } from './callers.js';
import { benchCampaign, benchInstances } from './campaign.js';
import { withDatabase } from './database.js';
import { figure, type Figure } from './figure.js';
import { csvOfLeads, leadOf } from './lead-file.js';
import { BenchService } from './service.js';
import { Sipp } from './sipp.js';

const ROWS = 1_000_000;
const CALLS = 1000;
const PACE = 50;

type Database = Awaited<ReturnType<typeof openDataSource>>;

/**
 * An upload of leads through the real API beside a bare COPY of the same rows into a table of the same shape, indexes
 * included; and how soon a free agent gets a call meanwhile.
 * @param args how many rows, a million by default
 */
export async function* benchImport([given]: readonly string[]): AsyncGenerator<Figure> {
  const rows = given === undefined ? ROWS : Number(given);
  yield* withDatabase((url, folder) => uploadOf(rows, url, folder));
}

async function* uploadOf(rows: number, url: string, folder: string): AsyncGenerator<Figure> {
  const database = await openDataSource({ url: url });
  const campaign = await benchCampaign(database, await benchInstances(database));
  const copied = await copy(database, campaign.id, rows);
  const service = await BenchService.start(folder, url);
  await service.logInAsMaster();
  await service.logInAsAdministrator(campaign.groupId);
  await database.query('CHECKPOINT');
  const begin = performance.now();
  const path = `/api/v1/campaigns/${campaign.id}/leads`;
  const report = (await service.upload(path, Readable.from(csvOfLeads(rows)))) as { loaded: number };
  const uploaded = (performance.now() - begin) / 1000;
  await service.stop();
  const bare = { name: 'bare COPY', value: rows / copied };
  yield figure('leads uploaded per second', report.loaded / uploaded, '1/s', bare);
  yield figure('leads loaded', report.loaded, 'leads', { name: 'rows of the file', value: rows });

  const into = await benchCampaign(database, await benchInstances(database));
  await database.destroy();
  yield* benchCallsMeanwhile(url, into.id);
}

/** @returns seconds */
async function copy(database: Database, campaignId: string, rows: number): Promise<number> {
  await database.query('CREATE TABLE lead_beside (LIKE lead INCLUDING ALL)');
  await database.query('ALTER TABLE lead_beside ADD FOREIGN KEY (campaign_id) REFERENCES campaign (id)');
  await database.query('CHECKPOINT');
  const due = new Date().toISOString();
  function* fields() {
    for (let row = 0; row < rows; row++) {
      const { name, phone, description } = leadOf(row, rows);
      yield [campaignId, name, phone, description, due];
    }
  }
  const runner = database.createQueryRunner();
  const begin = performance.now();
  const columns = 'campaign_id, name, phone, description, next_attempt_at';
  await copyIn(runner, `lead_beside (${columns})`, fields());
  const seconds = (performance.now() - begin) / 1000;
  await runner.query('DROP TABLE lead_beside');
  await runner.release();
  return seconds;
}

async function* benchCallsMeanwhile(url: string, importInto: string): AsyncGenerator<Figure> {
  const callee = await Sipp.start('callee');
  try {
    const alone = await callWithEngine(url, callee.port, CALLS, { pace: PACE });
    const meanwhile = await callWithEngine(url, callee.port, CALLS, { pace: PACE, importInto });
    for (const p of ['p50', 'p99'] as const) {
      const without = { name: `without an upload, ${p}`, value: alone.freeToInvite[p] };
      const name = `agent free to INVITE on the wire at ${PACE}/s while leads are uploaded, ${p}`;
      yield figure(name, meanwhile.freeToInvite[p], 'ms', without);
    }
    const made = { name: 'calls made', value: CALLS };
    yield figure('calls that succeeded while leads are uploaded', meanwhile.succeeded, 'calls', made);
  } finally {
    callee.stop();
  }
}
