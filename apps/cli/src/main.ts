import { readFile } from 'node:fs/promises';
import { readCommandLine, type DevCommand, type PluginCommand, type ServiceOptions } from './command-line.js';
import { newPlugin } from './new-plugin.js';
import { askPassword } from './password.js';
import { installPacked, runPluginCommand } from './plugin-command.js';
import { developPlugin } from './plugin-dev.js';
import { ServiceClient } from './service-client.js';
import { testPlugin } from './test-plugin.js';

async function main(): Promise<void> {
  const asked = readCommandLine(process.argv.slice(2), process.env);
  if (asked.command === 'new') {
    const folder = await newPlugin(asked.kind, asked.name, process.cwd());
    tell(`${folder} is made. Begin with its src/index.ts; npm test builds it and tries it.`);
  } else if (asked.command === 'test') {
    if (!(await testPlugin(asked, tell))) process.exitCode = 1;
  } else await askService(asked);
}

async function askService(asked: (PluginCommand | DevCommand) & ServiceOptions): Promise<void> {
  const { url, certificate, user } = asked;
  const trusted = certificate === undefined ? undefined : await readFile(certificate, 'utf8');
  const password = process.env['MARCADOR_PASSWORD'] ?? (await askPassword(user));
  const onService = async (work: (service: ServiceClient) => Promise<string>): Promise<string> => {
    const service = new ServiceClient(url, trusted);
    try {
      await service.logIn(user, password);
      return await work(service);
    } finally {
      await service.close();
    }
  };
  if (asked.command === 'dev') {
    // A session of its own for each version: a developer's day is longer than a session.
    const install = (packed: Uint8Array) => onService((service) => installPacked(packed, service));
    await developPlugin(asked.folder, install, tell);
  } else {
    tell(await onService((service) => runPluginCommand(asked, service)));
  }
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
