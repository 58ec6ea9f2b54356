import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CallerId1795361453648 implements MigrationInterface {
  readonly name = 'CallerId1795361453648';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "campaign" ADD "caller_number" text NOT NULL DEFAULT ''`);
    await runner.query(`ALTER TABLE "campaign" ADD "caller_name" text NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "campaign" DROP COLUMN "caller_name"`);
    await runner.query(`ALTER TABLE "campaign" DROP COLUMN "caller_number"`);
  }
}
