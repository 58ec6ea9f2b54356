import { parseArgs } from 'node:util';
import { z } from 'zod';
import { simulatorConfig, type SimulatorConfig } from './simulator-config.js';

/** What the person who started the program is to read. */
export class UsageError extends Error {}

export const USAGE = `Usage: node apps/simulator/dist/main.js --config '<json>'
  --config <json>      the configuration (see apps/simulator/README.md); or in MARCADOR_SIMULATOR_CONFIG
  --time-scale <n>     overrides timeScale
  --log-file <path>    overrides logFile
  --exit-with-parent   stop when standard input ends`;

/**
 * Reads flags and environment.
 * @throws UsageError with one sentence for each thing that is wrong
 */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): SimulatorConfig {
  const flags = parseFlags(args);
  const text = flags.config ?? env['MARCADOR_SIMULATOR_CONFIG'];
  if (text === undefined) throw new UsageError(`The configuration is missing.\n${USAGE}`);
  const parsed = simulatorConfig.safeParse({
    ...parseJson(text),
    ...(flags['time-scale'] === undefined ? {} : { timeScale: Number(flags['time-scale']) }),
    ...(flags['log-file'] === undefined ? {} : { logFile: flags['log-file'] }),
    ...(flags['exit-with-parent'] === undefined ? {} : { exitWithParent: true }),
  });
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(
    (issue) => `${z.core.toDotPath(issue.path) || 'configuration'}: ${issue.message}.`,
  );
  throw new UsageError(sentences.join('\n'));
}

function parseFlags(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        'time-scale': { type: 'string' },
        'log-file': { type: 'string' },
        'exit-with-parent': { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

function parseJson(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below.
  }
  throw new UsageError(
    '--config must be a JSON object, for example {"sip":{"subscribers":[{"user":"1001","password":"x"}]}}.',
  );
}
