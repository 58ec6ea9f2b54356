import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LeadUploads1795347918116 implements MigrationInterface {
  readonly name = 'LeadUploads1795347918116';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "lead_upload" ("campaign_id" uuid NOT NULL, "finished_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, "read" integer NOT NULL, "loaded" integer NOT NULL, "duplicates" integer NOT NULL, "rejected" integer NOT NULL, CONSTRAINT "lead_upload_pkey" PRIMARY KEY ("campaign_id"))`,
    );
    await runner.query(
      `CREATE TABLE "lead_upload_row" ("campaign_id" uuid NOT NULL, "line" integer NOT NULL, "duplicate" boolean NOT NULL, "reason" text NOT NULL, "name" text NOT NULL, "phone" text NOT NULL, "description" text NOT NULL, CONSTRAINT "lead_upload_row_pkey" PRIMARY KEY ("campaign_id", "line"))`,
    );
    await runner.query(
      `ALTER TABLE "lead_upload" ADD CONSTRAINT "lead_upload_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "lead_upload_row" ADD CONSTRAINT "lead_upload_row_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "lead_upload"("campaign_id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "lead_upload_row" DROP CONSTRAINT "lead_upload_row_campaign_id_fkey"`);
    await runner.query(`ALTER TABLE "lead_upload" DROP CONSTRAINT "lead_upload_campaign_id_fkey"`);
    await runner.query(`DROP TABLE "lead_upload_row"`);
    await runner.query(`DROP TABLE "lead_upload"`);
  }
}
