import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ClaimToken1795343014083 implements MigrationInterface {
  readonly name = 'ClaimToken1795343014083';

  async up(runner: QueryRunner): Promise<void> {
    // The claims that a crash left behind are settled after the migration: they need a token too.
    await runner.query(`ALTER TABLE "claim" ADD "token" uuid NOT NULL DEFAULT gen_random_uuid()`);
    await runner.query(`ALTER TABLE "claim" ALTER COLUMN "token" DROP DEFAULT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "claim" DROP COLUMN "token"`);
  }
}
