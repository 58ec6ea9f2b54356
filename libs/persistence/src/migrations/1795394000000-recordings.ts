import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Recordings1795394000000 implements MigrationInterface {
  readonly name = 'Recordings1795394000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "recording" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "group_id" uuid NOT NULL, "name" text NOT NULL, "duration_ms" integer NOT NULL, "sha256" text NOT NULL, "samples" bytea NOT NULL, "uploaded_by" text NOT NULL, "uploaded_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, CONSTRAINT "recording_pkey" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX "recording_group_id_name_idx" ON "recording" ("group_id", "name") `,
    );
    await runner.query(
      `ALTER TABLE "recording" ADD CONSTRAINT "recording_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "dialer_group"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(`ALTER TABLE "campaign" ADD "message_recording_id" uuid`);
    await runner.query(
      `ALTER TABLE "campaign" ADD CONSTRAINT "campaign_message_recording_id_fkey" FOREIGN KEY ("message_recording_id") REFERENCES "recording"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(`ALTER TABLE "call_record" ADD "message_at" TIMESTAMP(3) WITH TIME ZONE`);
    await runner.query(`ALTER TABLE "call_record" ADD "message_played_ms" integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "message_played_ms"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "message_at"`);
    await runner.query(`ALTER TABLE "campaign" DROP CONSTRAINT "campaign_message_recording_id_fkey"`);
    await runner.query(`ALTER TABLE "campaign" DROP COLUMN "message_recording_id"`);
    await runner.query(`DROP TABLE "recording"`);
  }
}
