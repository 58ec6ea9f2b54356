import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UploadRowMessages1795358165970 implements MigrationInterface {
  readonly name = 'UploadRowMessages1795358165970';

  async up(runner: QueryRunner): Promise<void> {
    // Sentences are no codes; a report is kept for a week only, and its file can be uploaded again.
    await runner.query(`DELETE FROM "lead_upload"`);
    await runner.query(`ALTER TABLE "lead_upload_row" DROP COLUMN "reason"`);
    await runner.query(`ALTER TABLE "lead_upload_row" ADD "code" text NOT NULL`);
    await runner.query(`ALTER TABLE "lead_upload_row" ADD "params" jsonb NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM "lead_upload"`);
    await runner.query(`ALTER TABLE "lead_upload_row" DROP COLUMN "params"`);
    await runner.query(`ALTER TABLE "lead_upload_row" DROP COLUMN "code"`);
    await runner.query(`ALTER TABLE "lead_upload_row" ADD "reason" text NOT NULL`);
  }
}
