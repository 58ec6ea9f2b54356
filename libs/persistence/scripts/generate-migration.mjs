// Writes the migration that brings the schema of all migrations so far to that of the entities, and lists it.
// Usage (after a build): npm run migration:generate -w libs/persistence -- Name
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDataSource } from '../dist/data-source.js';
import { startEmbeddedPostgres } from '../dist/embedded-postgres/embedded-postgres.js';

const folder = fileURLToPath(new URL('../src/migrations/', import.meta.url));
const name = process.argv[2];
if (!/^[A-Z][A-Za-z0-9]*$/.test(name ?? '')) fail('Name the migration, such as AddLeadTimeZone.');

const dataDir = await mkdtemp(join(tmpdir(), 'marcador-migration-'));
const server = await startEmbeddedPostgres({ dataDir, durable: false });
let diff;
try {
  const dataSource = await openDataSource({ url: server.url });
  diff = await dataSource.driver.createSchemaBuilder().log();
  await dataSource.destroy();
} finally {
  await server.stop();
  await rm(server.location, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}
if (diff.upQueries.length === 0) fail('The migrations already make what the entities describe.');

// TypeORM orders migrations by the 13 digits at the end of their names.
const timestamp = String(Date.now());
const className = `${name}${timestamp}`;
const file = `${timestamp}-${name.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase()}`;
await writeFile(
  join(folder, `${file}.ts`),
  `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className} implements MigrationInterface {
  readonly name = '${className}';

  async up(runner: QueryRunner): Promise<void> {
${statements(diff.upQueries)}
  }

  async down(runner: QueryRunner): Promise<void> {
${statements(diff.downQueries.toReversed())}
  }
}
`,
);
const list = join(folder, 'migrations.ts');
const listed = (await readFile(list, 'utf8'))
  .replace(/\n\/\*\*/, `import { ${className} } from './${file}.js';\n\n/**`)
  .replace(/,?\s*\]/, `, ${className}]`)
  .replace('[, ', '[');
await writeFile(list, listed);
console.log(`Wrote src/migrations/${file}.ts; format it with prettier, read it, and commit it.`);

function statements(queries) {
  return queries.map(({ query }) => `    await runner.query(${quoted(query)});`).join('\n');
}

function quoted(sql) {
  return '`' + sql.replace(/[\\`]|\$\{/g, '\\$&') + '`';
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
