import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long answers are kept is a setting of every do-not-call service now, no longer one of the web service's plugin. */
export class KeepAnswers1795411200000 implements MigrationInterface {
  readonly name = 'KeepAnswers1795411200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE "plugin_instance" ADD "keep_answers_minutes" integer NOT NULL DEFAULT '0'`,
    );
    await runner.query(
      `UPDATE "plugin_instance"
       SET "keep_answers_minutes" = ("config"->>'rememberMinutes')::integer, "config" = "config" - 'rememberMinutes'
       WHERE "kind" = 'dnc-provider' AND "type" = 'dnc-http'
         AND jsonb_typeof("config"->'rememberMinutes') = 'number'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE "plugin_instance"
       SET "config" = "config" || jsonb_build_object('rememberMinutes', "keep_answers_minutes")
       WHERE "kind" = 'dnc-provider' AND "type" = 'dnc-http'`,
    );
    await runner.query(`ALTER TABLE "plugin_instance" DROP COLUMN "keep_answers_minutes"`);
  }
}
