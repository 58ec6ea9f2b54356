import { openDataSource } from '@marcador/persistence/data-source.js';
import { benchCampaign, benchInstances } from './campaign.js';
import { withDatabase } from './database.js';
import { figure, percentiles, type Figure } from './figure.js';
import { fillCallRecords } from './many-records.js';
import { BenchService } from './service.js';

const RECORDS = 10_000_000;
const CAMPAIGNS = 100;
const REQUESTS = 300;
const WARM_UP = 30;

type Database = Awaited<ReturnType<typeof openDataSource>>;

/** A request, and the least of SQL that has what it answers. */
interface Case {
  readonly name: string;
  readonly path: string;
  readonly sql: string;
  readonly parameters?: readonly unknown[];
}

/**
 * How long pages of lists take through the API, each beside the bare query for the same rows, alternately.
 * @param args how many call records, ten million by default
 */
export async function* benchApi([given]: readonly string[]): AsyncGenerator<Figure> {
  const records = given === undefined ? RECORDS : Number(given);
  yield* withDatabase((url, folder) => overRecords(records, url, folder), false);
}

async function* overRecords(records: number, url: string, folder: string): AsyncGenerator<Figure> {
  const database = await openDataSource({ url: url });
  const instances = await benchInstances(database);
  const ids: string[] = [];
  let groupId = '';
  for (let made = 0; made < CAMPAIGNS; made++) {
    const campaign = await benchCampaign(database, instances);
    ids.push(campaign.id);
    ({ groupId } = campaign);
  }
  await fillCallRecords(database, records, ids, groupId);
  const service = await BenchService.start(folder, url);
  await service.logInAsMaster();
  for (const each of await casesOfMaster(database, ids)) yield await compare(service, database, each);
  await service.logInAsAdministrator(groupId);
  for (const each of await casesOfGroup(database, ids)) yield await compare(service, database, each);
  await service.stop();
  await database.destroy();
}

const RECORDS_PATH = '/api/v1/call-records?limit=100';
const NEWEST = 'ORDER BY ended_at DESC, id DESC LIMIT 100';
const select = (where = '') => `SELECT * FROM call_record ${where} ${NEWEST}`;

async function casesOfMaster(database: Database, [campaignId]: readonly string[]): Promise<Case[]> {
  const middle = await recordInTheMiddle(database);
  const behind = '(ended_at, id) < ($1, $2)';
  const week = new Date(middle.ended_at.getTime() + 7 * 24 * 3_600_000);
  return [
    {
      name: 'campaign list, first page',
      path: '/api/v1/campaigns?pageSize=10',
      sql: 'SELECT * FROM campaign ORDER BY name LIMIT 10',
    },
    { name: 'call records, first page', path: RECORDS_PATH, sql: select() },
    {
      name: 'call records, page in the middle',
      path: `${RECORDS_PATH}&before=${middle.id}`,
      sql: select(`WHERE ${behind}`),
      parameters: [middle.ended_at, middle.id],
    },
    {
      name: 'call records of a campaign, in the middle',
      path: `${RECORDS_PATH}&campaignId=${campaignId}&before=${middle.id}`,
      sql: select(`WHERE campaign_id = $3 AND ${behind}`),
      parameters: [middle.ended_at, middle.id, campaignId],
    },
    {
      name: 'call records of a campaign with a rare result',
      path: `${RECORDS_PATH}&campaignId=${campaignId}&result=UNKNOWN`,
      sql: select(`WHERE campaign_id = $1 AND result = 'UNKNOWN'`),
      parameters: [campaignId],
    },
    {
      name: 'call records with a rare result, of all campaigns',
      path: `${RECORDS_PATH}&result=UNKNOWN`,
      sql: select(`WHERE result = 'UNKNOWN'`),
    },
    {
      name: 'call records of a number',
      path: `${RECORDS_PATH}&phone=${middle.phone}`,
      sql: select('WHERE phone = $1'),
      parameters: [middle.phone],
    },
    {
      name: 'call records of a week in the middle with a sub-reason',
      path: `${RECORDS_PATH}&from=${middle.ended_at.toISOString()}&until=${week.toISOString()}&subReason=bad-number`,
      sql: select(`WHERE ended_at >= $1 AND ended_at < $2 AND sub_reason = 'bad-number'`),
      parameters: [middle.ended_at, week],
    },
    {
      name: 'call records of a port',
      path: `${RECORDS_PATH}&port=port-7`,
      sql: select(`WHERE port = 'port-7'`),
    },
  ];
}

async function casesOfGroup(database: Database, ids: readonly string[]): Promise<Case[]> {
  const middle = await recordInTheMiddle(database);
  return [
    {
      name: 'call records of the own groups, first page',
      path: RECORDS_PATH,
      sql: select('WHERE campaign_id = ANY($1)'),
      parameters: [ids],
    },
    {
      name: 'call records of the own groups, in the middle',
      path: `${RECORDS_PATH}&before=${middle.id}`,
      sql: select('WHERE campaign_id = ANY($3) AND (ended_at, id) < ($1, $2)'),
      parameters: [middle.ended_at, middle.id, ids],
    },
  ];
}

async function recordInTheMiddle(database: Database) {
  const [record] = await database.query<{ id: string; ended_at: Date; phone: string }[]>(
    'SELECT id, ended_at, phone FROM call_record WHERE id >= (SELECT max(id) / 2 FROM call_record) ORDER BY id LIMIT 1',
  );
  if (record === undefined) throw new Error('There are no call records.');
  return record;
}

async function compare(service: BenchService, database: Database, each: Case): Promise<Figure> {
  const api: number[] = [];
  const bare: number[] = [];
  for (let request = -WARM_UP; request < REQUESTS; request++) {
    const throughApi = await timed(() => service.send('GET', each.path));
    const byQuery = await timed(() => database.query(each.sql, [...(each.parameters ?? [])]));
    if (request < 0) continue;
    api.push(throughApi);
    bare.push(byQuery);
  }
  const beside = { name: 'bare query, p99', value: percentiles(bare).p99 };
  return figure(`${each.name}, p99`, percentiles(api).p99, 'ms', beside);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
