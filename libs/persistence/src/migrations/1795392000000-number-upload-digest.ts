import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NumberUploadDigest1795392000000 implements MigrationInterface {
  readonly name = 'NumberUploadDigest1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "number_upload" ADD "digest" text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "number_upload" DROP COLUMN "digest"`);
  }
}
