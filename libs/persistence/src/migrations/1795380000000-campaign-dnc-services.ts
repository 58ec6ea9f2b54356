import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CampaignDncServices1795380000000 implements MigrationInterface {
  readonly name = 'CampaignDncServices1795380000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "campaign" ADD "dnc_instance_ids" uuid array`);
    await runner.query(`UPDATE "campaign" SET "dnc_instance_ids" = ARRAY["dnc_instance_id"]`);
    await runner.query(`ALTER TABLE "campaign" ALTER COLUMN "dnc_instance_ids" SET NOT NULL`);
    await runner.query(
      `ALTER TABLE "campaign" ADD CONSTRAINT "campaign_dnc_instance_ids_check" CHECK (cardinality(dnc_instance_ids) > 0)`,
    );
    await runner.query(`ALTER TABLE "campaign" DROP CONSTRAINT "campaign_dnc_instance_id_fkey"`);
    await runner.query(`ALTER TABLE "campaign" DROP COLUMN "dnc_instance_id"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "campaign" ADD "dnc_instance_id" uuid`);
    await runner.query(`UPDATE "campaign" SET "dnc_instance_id" = "dnc_instance_ids"[1]`);
    await runner.query(`ALTER TABLE "campaign" ALTER COLUMN "dnc_instance_id" SET NOT NULL`);
    await runner.query(
      `ALTER TABLE "campaign" ADD CONSTRAINT "campaign_dnc_instance_id_fkey" FOREIGN KEY ("dnc_instance_id") REFERENCES "plugin_instance"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(`ALTER TABLE "campaign" DROP CONSTRAINT "campaign_dnc_instance_ids_check"`);
    await runner.query(`ALTER TABLE "campaign" DROP COLUMN "dnc_instance_ids"`);
  }
}
