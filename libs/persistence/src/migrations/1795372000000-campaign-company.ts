import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CampaignCompany1795372000000 implements MigrationInterface {
  readonly name = 'CampaignCompany1795372000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "campaign" ADD "company" text NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "campaign" DROP COLUMN "company"`);
  }
}
