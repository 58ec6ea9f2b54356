import type { openDataSource } from '@marcador/persistence/data-source.js';
import { withoutTimeLimit } from '@marcador/persistence/impatient-client.js';

/** A year of calls to two million numbers, made in the server; one in a hundred thousand has a rare result. */
const FILL = `
  INSERT INTO call_record (campaign_id, campaign_name, group_id, lead_id, lead_name, phone, attempt, node, port,
    call_id, claimed_at, dialled_at, ringing_at, answered_at, transferred_at, ended_at, result, sub_reason, sip_code,
    dnc_service, dnc_verdict)
  SELECT ($2::uuid[])[1 + n % cardinality($2::uuid[])], 'bench', $3, n % 2000000, 'Lead ' || n % 2000000,
    (5541900000000 + n % 2000000)::text, 1 + n % 5, 'node-1', 'port-' || n % 300, n || '@127.0.0.1',
    at, at + interval '5 ms', at + interval '900 ms',
    CASE WHEN n % 3 = 0 THEN at + interval '8 s' END, CASE WHEN n % 3 = 0 THEN at + interval '9 s' END,
    at + interval '20 s',
    CASE WHEN n % 100003 = 0 THEN 'UNKNOWN' WHEN n % 3 = 0 THEN 'SUCCESS' WHEN n % 3 = 1 THEN 'FAILURE' ELSE 'BUSY' END,
    CASE WHEN n % 3 = 1 THEN CASE WHEN n % 50 = 0 THEN 'bad-number' ELSE 'no-answer' END END,
    CASE WHEN n % 3 = 0 THEN 200 ELSE 486 END, 'Embedded Service', 'CLEAR'
  FROM (
    SELECT n, timestamptz '2026-01-01' + n * (interval '1 year' / $1::int) AS at FROM generate_series(1, $1::int) AS n
  ) AS call`;

/** Fills the table of call records, and builds its indexes afterwards. */
export async function fillCallRecords(
  database: Awaited<ReturnType<typeof openDataSource>>,
  records: number,
  campaignIds: readonly string[],
  groupId: string,
): Promise<void> {
  const runner = database.createQueryRunner();
  await withoutTimeLimit(runner.manager, async () => {
    const indexes = (await runner.query(
      `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
       WHERE tablename = 'call_record' AND indexname <> 'call_record_pkey'`,
    )) as { name: string; definition: string }[];
    for (const { name } of indexes) await runner.query(`DROP INDEX ${name}`);
    await runner.query(FILL, [records, campaignIds, groupId]);
    await runner.query(`SET maintenance_work_mem = '1GB'`);
    for (const { definition } of indexes) await runner.query(definition);
    await runner.query('VACUUM ANALYZE call_record');
  });
  await runner.release();
}
