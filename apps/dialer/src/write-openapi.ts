import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { AppModule, type ServiceParts } from './app.module.js';
import { openApiDocument } from './openapi.js';

/**
 * Writes docs/openapi.json, from which clients are generated; with `--check` it only says whether the committed
 * document is that of the code. Needs neither a configuration nor a database.
 */
const FILE = new URL('../../../docs/openapi.json', import.meta.url);

async function documentOfCode(): Promise<string> {
  // A preview makes no provider: of the parts, only the plugins are looked at, and no route depends on them.
  const parts = { plugins: [] } as Partial<ServiceParts> as ServiceParts;
  const app = await NestFactory.create(AppModule.of(parts), { preview: true, logger: false });
  return `${JSON.stringify(openApiDocument(app), undefined, 2)}\n`;
}

async function isCurrent(document: string): Promise<boolean> {
  return (await readFile(FILE, 'utf8').catch(() => undefined)) === document;
}

const document = await documentOfCode();
if (!process.argv.includes('--check')) {
  await writeFile(FILE, document);
} else if (!(await isCurrent(document))) {
  process.stderr.write(
    'docs/openapi.json is not the document of the code: run "npm run openapi" and commit what it writes.\n',
  );
  process.exitCode = 1;
}
