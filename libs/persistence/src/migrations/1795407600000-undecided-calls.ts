import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UndecidedCalls1795407600000 implements MigrationInterface {
  readonly name = 'UndecidedCalls1795407600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX "call_record_undecided_idx" ON "call_record"  ("campaign_id", "ended_at", "id") WHERE (amd_answered_by = 'UNDECIDED'::text)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."call_record_undecided_idx"`);
  }
}
