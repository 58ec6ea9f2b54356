import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ScheduleEntryVersion1795346302422 implements MigrationInterface {
  readonly name = 'ScheduleEntryVersion1795346302422';

  async up(runner: QueryRunner): Promise<void> {
    // Entries that are there begin with their first version.
    await runner.query(`ALTER TABLE "schedule_entry" ADD "version" integer NOT NULL DEFAULT 1`);
    await runner.query(`ALTER TABLE "schedule_entry" ALTER COLUMN "version" DROP DEFAULT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "schedule_entry" DROP COLUMN "version"`);
  }
}
