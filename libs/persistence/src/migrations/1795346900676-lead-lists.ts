import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LeadLists1795346900676 implements MigrationInterface {
  readonly name = 'LeadLists1795346900676';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "lead" ADD "version" integer NOT NULL DEFAULT '1'`);
    await runner.query(
      `CREATE INDEX "lead_unfinished_attempts_idx" ON "lead"  ("campaign_id", "attempts", "id") WHERE (next_attempt_at IS NOT NULL)`,
    );
    await runner.query(
      `CREATE INDEX "lead_unfinished_status_idx" ON "lead"  ("campaign_id", "status", "id") WHERE (next_attempt_at IS NOT NULL)`,
    );
    // What the entity cannot say: names as they are looked for. The collation is one that beginnings are found by.
    await runner.query(
      `CREATE INDEX "lead_unfinished_name_idx" ON "lead" ("campaign_id", (regexp_replace(normalize(lower("name"), NFD), '[\\u0300-\\u036F]', '', 'g') COLLATE "C"), "id") WHERE (next_attempt_at IS NOT NULL)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."lead_unfinished_name_idx"`);
    await runner.query(`DROP INDEX "public"."lead_unfinished_status_idx"`);
    await runner.query(`DROP INDEX "public"."lead_unfinished_attempts_idx"`);
    await runner.query(`ALTER TABLE "lead" DROP COLUMN "version"`);
  }
}
