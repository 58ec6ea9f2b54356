import { randomUUID } from 'node:crypto';
import { blockOf, BLOCK_SPAN, lowsOf } from '@marcador/number-list/block.js';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NumberLists1795372373468 implements MigrationInterface {
  readonly name = 'NumberLists1795372373468';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "number_block" ("instance_id" uuid NOT NULL, "generation" integer NOT NULL, "prefix" bigint NOT NULL, "version" integer NOT NULL, "numbers" bytea NOT NULL, CONSTRAINT "number_block_pkey" PRIMARY KEY ("instance_id", "generation", "prefix"))`,
    );
    await runner.query(
      `CREATE INDEX "number_block_instance_id_generation_version_idx" ON "number_block"  ("instance_id", "generation", "version") `,
    );
    await runner.query(
      `CREATE TABLE "number_list" ("instance_id" uuid NOT NULL, "generation" integer NOT NULL, "last_generation" integer NOT NULL, "version" integer NOT NULL, "stamp" uuid NOT NULL, "count" bigint NOT NULL, "list_date" date, "changed_at" TIMESTAMP(3) WITH TIME ZONE, CONSTRAINT "number_list_pkey" PRIMARY KEY ("instance_id"))`,
    );
    await runner.query(
      `CREATE TABLE "number_upload" ("instance_id" uuid NOT NULL, "generation" integer NOT NULL, "mode" text NOT NULL, "reading" jsonb NOT NULL, "list_date" date, "total_bytes" bigint, "bytes" bigint NOT NULL, "lines" bigint NOT NULL, "read" bigint NOT NULL, "rejected" bigint NOT NULL, "added" bigint NOT NULL, "removed" bigint NOT NULL, "started_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, "finished_at" TIMESTAMP(3) WITH TIME ZONE, CONSTRAINT "number_upload_pkey" PRIMARY KEY ("instance_id"))`,
    );
    await runner.query(
      `CREATE TABLE "number_upload_row" ("instance_id" uuid NOT NULL, "line" integer NOT NULL, "code" text NOT NULL, "params" jsonb NOT NULL, CONSTRAINT "number_upload_row_pkey" PRIMARY KEY ("instance_id", "line"))`,
    );
    await runner.query(
      `ALTER TABLE "number_block" ADD CONSTRAINT "number_block_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "plugin_instance"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "number_list" ADD CONSTRAINT "number_list_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "plugin_instance"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "number_upload" ADD CONSTRAINT "number_upload_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "plugin_instance"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "number_upload_row" ADD CONSTRAINT "number_upload_row_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "number_upload"("instance_id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    // They hardly get smaller by compression.
    await runner.query(`ALTER TABLE "number_block" ALTER COLUMN "numbers" SET STORAGE EXTERNAL`);
    const instances = (await runner.query(`SELECT DISTINCT "instance_id" AS id FROM "instance_number"`)) as {
      id: string;
    }[];
    for (const { id } of instances) await packNumbers(runner, id);
    await runner.query(`DROP TABLE "instance_number"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "instance_number" ("instance_id" uuid NOT NULL, "phone" text NOT NULL, CONSTRAINT "instance_number_pkey" PRIMARY KEY ("instance_id", "phone"))`,
    );
    await runner.query(
      `ALTER TABLE "instance_number" ADD CONSTRAINT "instance_number_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "plugin_instance"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await unpackNumbers(runner);
    await runner.query(
      `ALTER TABLE "number_upload_row" DROP CONSTRAINT "number_upload_row_instance_id_fkey"`,
    );
    await runner.query(`ALTER TABLE "number_upload" DROP CONSTRAINT "number_upload_instance_id_fkey"`);
    await runner.query(`ALTER TABLE "number_list" DROP CONSTRAINT "number_list_instance_id_fkey"`);
    await runner.query(`ALTER TABLE "number_block" DROP CONSTRAINT "number_block_instance_id_fkey"`);
    await runner.query(`DROP TABLE "number_upload_row"`);
    await runner.query(`DROP TABLE "number_upload"`);
    await runner.query(`DROP TABLE "number_list"`);
    await runner.query(`DROP INDEX "public"."number_block_instance_id_generation_version_idx"`);
    await runner.query(`DROP TABLE "number_block"`);
  }
}

const ROWS_AT_ONCE = 100_000;
/** Mobile numbers of Brazil get the 9 that they are compared with from now on. */
const COMPARED = `CASE WHEN "phone" ~ '^55(1[1-9]|[2-9][0-9])[6-9][0-9]{7}$'
  THEN substr("phone", 1, 4) || '9' || substr("phone", 5) ELSE "phone" END`;

/** A row a number becomes a row a block. */
async function packNumbers(runner: QueryRunner, instanceId: string): Promise<void> {
  await runner.query(
    `DECLARE "listed" CURSOR FOR SELECT DISTINCT (${COMPARED})::bigint AS number FROM "instance_number"
     WHERE "instance_id" = '${instanceId}' ORDER BY 1`,
  );
  let count = 0;
  let prefix = -1;
  let lows: number[] = [];
  const write = async () => {
    if (lows.length === 0) return;
    const { buffer, byteOffset, byteLength } = blockOf(Uint16Array.from(lows));
    await runner.query(`INSERT INTO "number_block" VALUES ($1, 1, $2, 1, $3)`, [
      instanceId,
      prefix,
      Buffer.from(buffer, byteOffset, byteLength),
    ]);
    count += lows.length;
    lows = [];
  };
  for (;;) {
    const rows = (await runner.query(`FETCH ${ROWS_AT_ONCE} FROM "listed"`)) as { number: string }[];
    for (const row of rows) {
      const number = Number(row.number);
      const next = Math.floor(number / BLOCK_SPAN);
      if (next !== prefix) await write();
      prefix = next;
      lows.push(number % BLOCK_SPAN);
    }
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await write();
  await runner.query('CLOSE "listed"');
  await runner.query(`INSERT INTO "number_list" VALUES ($1, 1, 2, 1, $2, $3, NULL, now())`, [
    instanceId,
    randomUUID(),
    count,
  ]);
}

async function unpackNumbers(runner: QueryRunner): Promise<void> {
  const blocks = (await runner.query(
    `SELECT "instance_id" AS id, "generation", "prefix" FROM "number_block" JOIN "number_list" USING ("instance_id", "generation")`,
  )) as { id: string; generation: number; prefix: string }[];
  for (const { id, generation, prefix } of blocks) {
    const [block] = (await runner.query(
      `SELECT "numbers" FROM "number_block" WHERE "instance_id" = $1 AND "generation" = $2 AND "prefix" = $3`,
      [id, generation, prefix],
    )) as { numbers: Buffer }[];
    const words = new Uint16Array(Uint8Array.from(block?.numbers ?? []).buffer);
    const numbers = [...lowsOf(words)].map((low) => String(Number(prefix) * BLOCK_SPAN + low));
    await runner.query(`INSERT INTO "instance_number" SELECT $1, unnest($2::text[])`, [id, numbers]);
  }
}
