import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PluginPackages1795372502646 implements MigrationInterface {
  readonly name = 'PluginPackages1795372502646';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "plugin_package" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "name" text NOT NULL, "version" text NOT NULL, "api" text NOT NULL, "extensions" jsonb NOT NULL, "sha512" text NOT NULL, "packed" bytea NOT NULL, "enabled" boolean NOT NULL DEFAULT true, "uploaded_by" text NOT NULL, "uploaded_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, CONSTRAINT "plugin_package_name_key" UNIQUE ("name"), CONSTRAINT "plugin_package_pkey" PRIMARY KEY ("id"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "plugin_package"`);
  }
}
