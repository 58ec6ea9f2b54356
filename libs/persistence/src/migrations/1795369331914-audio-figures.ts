import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AudioFigures1795369331914 implements MigrationInterface {
  readonly name = 'AudioFigures1795369331914';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "call_record" ADD "audio_codec" text`);
    await runner.query(`ALTER TABLE "call_record" ADD "audio_encrypted" boolean`);
    await runner.query(`ALTER TABLE "call_record" ADD "audio_packets_sent" integer`);
    await runner.query(`ALTER TABLE "call_record" ADD "audio_packets_received" integer`);
    await runner.query(`ALTER TABLE "call_record" ADD "audio_packets_lost" integer`);
    await runner.query(`ALTER TABLE "call_record" ADD "audio_jitter_ms" real`);
    await runner.query(`ALTER TABLE "call_record" ADD "audio_remote_packets_lost" integer`);
    await runner.query(`ALTER TABLE "call_record" ADD "audio_remote_jitter_ms" real`);
    await runner.query(`ALTER TABLE "call_record" ADD "audio_round_trip_ms" real`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "audio_round_trip_ms"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "audio_remote_jitter_ms"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "audio_remote_packets_lost"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "audio_jitter_ms"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "audio_packets_lost"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "audio_packets_received"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "audio_packets_sent"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "audio_encrypted"`);
    await runner.query(`ALTER TABLE "call_record" DROP COLUMN "audio_codec"`);
  }
}
