import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from './command-line.js';
import { Sandbox } from './sandbox.js';

/** `npm start`: the service where it is configured, the sandbox where it is not. */
async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  if (isConfigured() && !options.once) return runService();
  const sandbox = new Sandbox(options, process.stdout);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void sandbox.stop().then(() => process.exit(0)));
  }
  try {
    process.exitCode = (await sandbox.run()) ? 0 : 1;
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

function isConfigured(): boolean {
  return process.env['MARCADOR_CONFIG'] !== undefined || existsSync('marcador.config.yaml');
}

/** Takes this process's place, as far as Node can: same terminal, same signals, same exit code. */
function runService(): void {
  const service = fileURLToPath(new URL('../../dialer/dist/main.js', import.meta.url));
  const child = spawn(process.execPath, [service], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
