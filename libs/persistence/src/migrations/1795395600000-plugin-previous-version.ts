import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PluginPreviousVersion1795395600000 implements MigrationInterface {
  readonly name = 'PluginPreviousVersion1795395600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "plugin_package" ADD "previous_version" text`);
    await runner.query(`ALTER TABLE "plugin_package" ADD "previous_packed" bytea`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "plugin_package" DROP COLUMN "previous_packed"`);
    await runner.query(`ALTER TABLE "plugin_package" DROP COLUMN "previous_version"`);
  }
}
