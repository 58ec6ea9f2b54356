import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DetectionCounts1795404000000 implements MigrationInterface {
  readonly name = 'DetectionCounts1795404000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX "call_record_detection_idx" ON "call_record"  ("campaign_id", "amd_answered_by", "amd_machine", "amd_reason", "sub_reason") WHERE (amd_answered_by IS NOT NULL)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."call_record_detection_idx"`);
  }
}
