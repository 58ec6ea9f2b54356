import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What entities cannot say. Written by hand. */
export class BeyondTheEntities1795337316813 implements MigrationInterface {
  readonly name = 'BeyondTheEntities1795337316813';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE UNIQUE INDEX "dialer_user_user_name_key" ON "dialer_user" (lower("user_name"))`,
    );
    // Every call updates its lead twice and its claim once: room on the page, and a vacuum that keeps pace.
    await runner.query(`ALTER TABLE "lead" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)`);
    await runner.query(
      `ALTER TABLE "claim" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`,
    );
    await runner.query(`INSERT INTO "dialer_group" ("version", "name") VALUES (1, 'Default Dialer Group')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM "dialer_group" WHERE "name" = 'Default Dialer Group'`);
    await runner.query(
      `ALTER TABLE "claim" RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)`,
    );
    await runner.query(`ALTER TABLE "lead" RESET (fillfactor, autovacuum_vacuum_scale_factor)`);
    await runner.query(`DROP INDEX "dialer_user_user_name_key"`);
  }
}
