import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CallRecordLists1795348682638 implements MigrationInterface {
  readonly name = 'CallRecordLists1795348682638';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."call_record_group_id_id_idx"`);
    await runner.query(`DROP INDEX "public"."call_record_campaign_id_id_idx"`);
    await runner.query(
      `CREATE TABLE "removed_campaign" ("id" uuid NOT NULL, "name" text NOT NULL, "group_id" uuid NOT NULL, "removed_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, CONSTRAINT "removed_campaign_pkey" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "removed_campaign_group_id_idx" ON "removed_campaign"  ("group_id") `);
    await runner.query(
      `CREATE INDEX "call_record_phone_ended_at_id_idx" ON "call_record"  ("phone", "ended_at", "id") `,
    );
    await runner.query(
      `CREATE INDEX "call_record_campaign_id_sub_reason_ended_at_id_idx" ON "call_record"  ("campaign_id", "sub_reason", "ended_at", "id") WHERE (sub_reason IS NOT NULL)`,
    );
    await runner.query(
      `CREATE INDEX "call_record_campaign_id_result_ended_at_id_idx" ON "call_record"  ("campaign_id", "result", "ended_at", "id") `,
    );
    await runner.query(
      `CREATE INDEX "call_record_campaign_id_ended_at_id_idx" ON "call_record"  ("campaign_id", "ended_at", "id") `,
    );
    await runner.query(`CREATE INDEX "call_record_ended_at_id_idx" ON "call_record"  ("ended_at", "id") `);
    await runner.query(
      `ALTER TABLE "removed_campaign" ADD CONSTRAINT "removed_campaign_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "dialer_group"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    // Campaigns that were removed before are known by their records alone.
    await runner.query(
      `INSERT INTO "removed_campaign" ("id", "name", "group_id", "removed_at")
       SELECT DISTINCT ON ("campaign_id") "campaign_id", "campaign_name", "group_id", "ended_at" FROM "call_record"
       WHERE NOT EXISTS (SELECT FROM "campaign" WHERE "campaign"."id" = "campaign_id")
       ORDER BY "campaign_id", "ended_at" DESC`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "removed_campaign" DROP CONSTRAINT "removed_campaign_group_id_fkey"`);
    await runner.query(`DROP INDEX "public"."call_record_ended_at_id_idx"`);
    await runner.query(`DROP INDEX "public"."call_record_campaign_id_ended_at_id_idx"`);
    await runner.query(`DROP INDEX "public"."call_record_campaign_id_result_ended_at_id_idx"`);
    await runner.query(`DROP INDEX "public"."call_record_campaign_id_sub_reason_ended_at_id_idx"`);
    await runner.query(`DROP INDEX "public"."call_record_phone_ended_at_id_idx"`);
    await runner.query(`DROP INDEX "public"."removed_campaign_group_id_idx"`);
    await runner.query(`DROP TABLE "removed_campaign"`);
    await runner.query(
      `CREATE INDEX "call_record_campaign_id_id_idx" ON "call_record" USING btree ("campaign_id", "id") `,
    );
    await runner.query(
      `CREATE INDEX "call_record_group_id_id_idx" ON "call_record" USING btree ("group_id", "id") `,
    );
  }
}
