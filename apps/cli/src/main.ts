#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { readCommandLine } from './command-line.js';
import { askPassword } from './password.js';
import { runPluginCommand } from './plugin-command.js';
import { ServiceClient } from './service-client.js';

async function main(): Promise<void> {
  const asked = readCommandLine(process.argv.slice(2), process.env);
  const { url, certificate, user } = asked;
  const trusted = certificate === undefined ? undefined : await readFile(certificate, 'utf8');
  const password = process.env['MARCADOR_PASSWORD'] ?? (await askPassword(user));
  const service = new ServiceClient(url, trusted);
  try {
    await service.logIn(user, password);
    process.stdout.write(`${await runPluginCommand(asked, service)}\n`);
  } finally {
    await service.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
