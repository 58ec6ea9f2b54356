import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InitialSchema1795337316812 implements MigrationInterface {
  readonly name = 'InitialSchema1795337316812';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "call_record" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "campaign_id" uuid NOT NULL, "campaign_name" text NOT NULL, "group_id" uuid NOT NULL, "lead_id" bigint NOT NULL, "lead_name" text NOT NULL, "phone" text NOT NULL, "attempt" smallint NOT NULL, "node" text NOT NULL, "port" text, "call_id" text, "claimed_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, "dialled_at" TIMESTAMP(3) WITH TIME ZONE, "ringing_at" TIMESTAMP(3) WITH TIME ZONE, "answered_at" TIMESTAMP(3) WITH TIME ZONE, "amd_at" TIMESTAMP(3) WITH TIME ZONE, "transferred_at" TIMESTAMP(3) WITH TIME ZONE, "ended_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, "result" text NOT NULL, "sub_reason" text, "sip_code" smallint, "q850_cause" smallint, "amd_answered_by" text, "amd_reason" text, "amd_confidence" real, "amd_measurements" jsonb, "dnc_instance_id" uuid, "dnc_service" text, "dnc_verdict" text, "transfer_sip_code" smallint, CONSTRAINT "call_record_pkey" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "call_record_group_id_id_idx" ON "call_record"  ("group_id", "id") `);
    await runner.query(
      `CREATE INDEX "call_record_campaign_id_id_idx" ON "call_record"  ("campaign_id", "id") `,
    );
    await runner.query(
      `CREATE TABLE "dialer_group" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "version" integer NOT NULL, "name" text NOT NULL, "description" text NOT NULL DEFAULT '', "enabled" boolean NOT NULL DEFAULT true, CONSTRAINT "dialer_group_name_key" UNIQUE ("name"), CONSTRAINT "dialer_group_pkey" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "plugin_instance" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "version" integer NOT NULL, "kind" text NOT NULL, "type" text NOT NULL, "name" text NOT NULL, "config" jsonb NOT NULL, "built_in" boolean NOT NULL DEFAULT false, CONSTRAINT "plugin_instance_kind_name_key" UNIQUE ("kind", "name"), CONSTRAINT "plugin_instance_pkey" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "campaign" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "version" integer NOT NULL, "name" text NOT NULL, "description" text NOT NULL DEFAULT '', "group_id" uuid NOT NULL, "start_date" date NOT NULL, "end_date" date NOT NULL, "start_time" TIME NOT NULL, "end_time" TIME NOT NULL, "weekdays" smallint array NOT NULL, "time_zone" text NOT NULL, "default_region" text NOT NULL, "pilot_number" text NOT NULL, "max_attempts" smallint NOT NULL, "retry_after_minutes" smallint NOT NULL, "target_instance_id" uuid NOT NULL, "queue_id" text NOT NULL, "queue_name" text NOT NULL, "dnc_instance_id" uuid NOT NULL, "amd_instance_id" uuid, "pacing_instance_id" uuid NOT NULL, "state" text NOT NULL DEFAULT 'STOPPED', "created_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "campaign_name_key" UNIQUE ("name"), CONSTRAINT "campaign_pkey" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "campaign_group_id_idx" ON "campaign"  ("group_id") `);
    await runner.query(
      `CREATE TABLE "lead" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "campaign_id" uuid NOT NULL, "name" text NOT NULL, "description" text NOT NULL DEFAULT '', "phone" text NOT NULL, "attempts" smallint NOT NULL DEFAULT '0', "status" text NOT NULL DEFAULT 'NOT_CALLED', "sub_reason" text, "next_attempt_at" TIMESTAMP(3) WITH TIME ZONE, "final" boolean NOT NULL DEFAULT false, "last_ended_at" TIMESTAMP(3) WITH TIME ZONE, "claimed" boolean NOT NULL DEFAULT false, CONSTRAINT "lead_campaign_id_phone_key" UNIQUE ("campaign_id", "phone"), CONSTRAINT "lead_pkey" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE INDEX "lead_due_idx" ON "lead"  ("campaign_id", "next_attempt_at", "id") WHERE (next_attempt_at IS NOT NULL) AND (NOT claimed)`,
    );
    await runner.query(
      `CREATE TABLE "claim" ("lead_id" bigint NOT NULL, "campaign_id" uuid NOT NULL, "phone" text NOT NULL, "attempt" smallint NOT NULL, "node" text NOT NULL, "claimed_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, "port" text, "dialling_at" TIMESTAMP(3) WITH TIME ZONE, CONSTRAINT "claim_phone_key" UNIQUE ("phone"), CONSTRAINT "claim_pkey" PRIMARY KEY ("lead_id"))`,
    );
    await runner.query(
      `CREATE TABLE "instance_number" ("instance_id" uuid NOT NULL, "phone" text NOT NULL, CONSTRAINT "instance_number_pkey" PRIMARY KEY ("instance_id", "phone"))`,
    );
    await runner.query(
      `CREATE TABLE "schedule_entry" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "campaign_id" uuid NOT NULL, "date" date NOT NULL, "start_time" TIME NOT NULL, "end_time" TIME NOT NULL, "state" text NOT NULL DEFAULT 'NOT_RUNNING', CONSTRAINT "schedule_entry_campaign_id_date_key" UNIQUE ("campaign_id", "date"), CONSTRAINT "schedule_entry_pkey" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "dialer_user" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "version" integer NOT NULL, "user_name" text NOT NULL, "password_hash" text NOT NULL, "first_name" text NOT NULL DEFAULT '', "last_name" text NOT NULL DEFAULT '', "role" text NOT NULL, "must_change_password" boolean NOT NULL DEFAULT false, CONSTRAINT "dialer_user_pkey" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "session" ("id" text NOT NULL, "user_id" uuid NOT NULL, "created_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, "expires_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, CONSTRAINT "session_pkey" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "session_user_id_idx" ON "session"  ("user_id") `);
    await runner.query(`CREATE INDEX "session_expires_at_idx" ON "session"  ("expires_at") `);
    await runner.query(
      `CREATE TABLE "user_group" ("user_id" uuid NOT NULL, "group_id" uuid NOT NULL, CONSTRAINT "user_group_pkey" PRIMARY KEY ("user_id", "group_id"))`,
    );
    await runner.query(`CREATE INDEX "user_group_group_id_idx" ON "user_group"  ("group_id") `);
    await runner.query(
      `ALTER TABLE "campaign" ADD CONSTRAINT "campaign_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "dialer_group"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "campaign" ADD CONSTRAINT "campaign_target_instance_id_fkey" FOREIGN KEY ("target_instance_id") REFERENCES "plugin_instance"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "campaign" ADD CONSTRAINT "campaign_dnc_instance_id_fkey" FOREIGN KEY ("dnc_instance_id") REFERENCES "plugin_instance"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "campaign" ADD CONSTRAINT "campaign_amd_instance_id_fkey" FOREIGN KEY ("amd_instance_id") REFERENCES "plugin_instance"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "campaign" ADD CONSTRAINT "campaign_pacing_instance_id_fkey" FOREIGN KEY ("pacing_instance_id") REFERENCES "plugin_instance"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "lead" ADD CONSTRAINT "lead_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "claim" ADD CONSTRAINT "claim_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "lead"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "instance_number" ADD CONSTRAINT "instance_number_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "plugin_instance"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "schedule_entry" ADD CONSTRAINT "schedule_entry_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "dialer_user"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "user_group" ADD CONSTRAINT "user_group_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "dialer_user"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "user_group" ADD CONSTRAINT "user_group_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "dialer_group"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "user_group" DROP CONSTRAINT "user_group_group_id_fkey"`);
    await runner.query(`ALTER TABLE "user_group" DROP CONSTRAINT "user_group_user_id_fkey"`);
    await runner.query(`ALTER TABLE "session" DROP CONSTRAINT "session_user_id_fkey"`);
    await runner.query(`ALTER TABLE "schedule_entry" DROP CONSTRAINT "schedule_entry_campaign_id_fkey"`);
    await runner.query(`ALTER TABLE "instance_number" DROP CONSTRAINT "instance_number_instance_id_fkey"`);
    await runner.query(`ALTER TABLE "claim" DROP CONSTRAINT "claim_lead_id_fkey"`);
    await runner.query(`ALTER TABLE "lead" DROP CONSTRAINT "lead_campaign_id_fkey"`);
    await runner.query(`ALTER TABLE "campaign" DROP CONSTRAINT "campaign_pacing_instance_id_fkey"`);
    await runner.query(`ALTER TABLE "campaign" DROP CONSTRAINT "campaign_amd_instance_id_fkey"`);
    await runner.query(`ALTER TABLE "campaign" DROP CONSTRAINT "campaign_dnc_instance_id_fkey"`);
    await runner.query(`ALTER TABLE "campaign" DROP CONSTRAINT "campaign_target_instance_id_fkey"`);
    await runner.query(`ALTER TABLE "campaign" DROP CONSTRAINT "campaign_group_id_fkey"`);
    await runner.query(`DROP INDEX "public"."user_group_group_id_idx"`);
    await runner.query(`DROP TABLE "user_group"`);
    await runner.query(`DROP INDEX "public"."session_expires_at_idx"`);
    await runner.query(`DROP INDEX "public"."session_user_id_idx"`);
    await runner.query(`DROP TABLE "session"`);
    await runner.query(`DROP TABLE "dialer_user"`);
    await runner.query(`DROP TABLE "schedule_entry"`);
    await runner.query(`DROP TABLE "instance_number"`);
    await runner.query(`DROP TABLE "claim"`);
    await runner.query(`DROP INDEX "public"."lead_due_idx"`);
    await runner.query(`DROP TABLE "lead"`);
    await runner.query(`DROP INDEX "public"."campaign_group_id_idx"`);
    await runner.query(`DROP TABLE "campaign"`);
    await runner.query(`DROP TABLE "plugin_instance"`);
    await runner.query(`DROP TABLE "dialer_group"`);
    await runner.query(`DROP INDEX "public"."call_record_campaign_id_id_idx"`);
    await runner.query(`DROP INDEX "public"."call_record_group_id_id_idx"`);
    await runner.query(`DROP TABLE "call_record"`);
  }
}
