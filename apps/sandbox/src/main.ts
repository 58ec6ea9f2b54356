import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from './command-line.js';
import { configuringVariable } from './environment.js';
import { Sandbox } from './sandbox.js';

const CONFIGURATION_FILE = 'marcador.config.yaml';

/** `npm start`: the service where it is configured, the sandbox where it is not. */
async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  const reason = whyConfigured();
  if (reason !== undefined && !options.once) return runService();
  if (reason !== undefined)
    throw new Error(
      `--once dials samples in a sandbox, and here ${reason} configures the service itself: remove it, or leave out --once.`,
    );
  const sandbox = new Sandbox(options, process.stdout);
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Campaigns that were not dialled to their end have not been judged.
    const code = options.once ? 128 + constants.signals[signal] : 0;
    process.on(signal, () => {
      interrupted = true;
      void sandbox.stop().finally(() => process.exit(code));
    });
  }
  try {
    process.exitCode = (await sandbox.run()) ? 0 : 1;
  } catch (error) {
    await sandbox.stop();
    // What then fails is the service that is asked no more.
    if (!interrupted) throw error;
  }
}

function whyConfigured(): string | undefined {
  return (
    configuringVariable(process.env) ?? (existsSync(CONFIGURATION_FILE) ? CONFIGURATION_FILE : undefined)
  );
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
