import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  { table: 'dialer_group', key: 'dialer_group_name_key', within: [], keeps: '"id"' },
  { table: 'campaign', key: 'campaign_name_key', within: [], keeps: '"id"' },
  {
    table: 'plugin_instance',
    key: 'plugin_instance_kind_name_key',
    within: ['kind'],
    keeps: '"built_in" DESC, "id"',
  },
] as const;

/** Indexes on expressions are what entities cannot say. Written by hand. */
export class NamesWhateverTheCase1795347198310 implements MigrationInterface {
  readonly name = 'NamesWhateverTheCase1795347198310';

  async up(runner: QueryRunner): Promise<void> {
    for (const { table, key, within, keeps } of TABLES) {
      const unique = [...within, 'lower("name")'];
      // Names that differ by their case only were allowed so far: all but one of them get the end of their id.
      await runner.query(
        `UPDATE "${table}" SET "name" = "name" || ' ' || right("id"::text, 6) WHERE "id" IN (
           SELECT "id" FROM (
             SELECT "id", row_number() OVER (PARTITION BY ${unique.join(', ')} ORDER BY ${keeps}) AS n FROM "${table}"
           ) AS named WHERE n > 1)`,
      );
      await runner.query(`ALTER TABLE "${table}" DROP CONSTRAINT "${key}"`);
      await runner.query(`CREATE UNIQUE INDEX "${key}" ON "${table}" (${unique.join(', ')})`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table, key, within } of TABLES) {
      const unique = [...within, '"name"'];
      await runner.query(`DROP INDEX "${key}"`);
      await runner.query(`ALTER TABLE "${table}" ADD CONSTRAINT "${key}" UNIQUE (${unique.join(', ')})`);
    }
  }
}
