import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AmdVerdicts1795393203503 implements MigrationInterface {
  readonly name = 'AmdVerdicts1795393203503';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "amd_explanation" ("call_record_id" bigint NOT NULL, "ended_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, "explanation" jsonb NOT NULL, CONSTRAINT "amd_explanation_pkey" PRIMARY KEY ("call_record_id"))`,
    );
    await runner.query(`CREATE INDEX "amd_explanation_ended_at_idx" ON "amd_explanation"  ("ended_at") `);
    await runner.query(`ALTER TABLE "call_record" ADD "amd_machine" text`);
    await runner.query(`ALTER TABLE "call_record" ADD "amd_decided_ms" integer`);
    await runner.query(`ALTER TABLE "campaign" ADD "undecided_means" text NOT NULL DEFAULT 'PERSON'`);
    await runner.query(`ALTER TABLE "campaign" ADD "amd_explanations" boolean NOT NULL DEFAULT false`);
    await runner.query(
      `CREATE INDEX "call_record_campaign_id_amd_machine_ended_at_id_idx" ON "call_record"  ("campaign_id", "amd_machine", "ended_at", "id") WHERE (amd_machine IS NOT NULL)`,
    );
    await runner.query(
      `ALTER TABLE "amd_explanation" ADD CONSTRAINT "amd_explanation_call_record_id_fkey" FOREIGN KEY ("call_record_id") REFERENCES "call_record"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "amd_explanation" DROP CONSTRAINT "amd_explanation_call_record_id_fkey"`);
    await runner.query(`DROP INDEX "public"."call_record_campaign_id_amd_machine_ended_at_id_idx"`);
    await runner.query(`ALTER TABLE "campaign" DROP COLUMN "amd_explanations"`);
    await runner.query(`ALTER TABLE "campaign" DROP COLUMN "undecided_means"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "amd_decided_ms"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "amd_machine"`);
    await runner.query(`DROP INDEX "public"."amd_explanation_ended_at_idx"`);
    await runner.query(`DROP TABLE "amd_explanation"`);
  }
}
