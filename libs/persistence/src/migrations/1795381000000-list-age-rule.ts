import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ListAgeRule1795381000000 implements MigrationInterface {
  readonly name = 'ListAgeRule1795381000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "list_age_rule" ("instance_id" uuid NOT NULL, "oldest_days" smallint NOT NULL, "stops" boolean NOT NULL, CONSTRAINT "list_age_rule_pkey" PRIMARY KEY ("instance_id"))`,
    );
    await runner.query(
      `ALTER TABLE "list_age_rule" ADD CONSTRAINT "list_age_rule_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "plugin_instance"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "list_age_rule" DROP CONSTRAINT "list_age_rule_instance_id_fkey"`);
    await runner.query(`DROP TABLE "list_age_rule"`);
  }
}
