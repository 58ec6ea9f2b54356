import { parseArgs } from 'node:util';

/** How the sandbox was asked to run. */
export interface SandboxOptions {
  /** End when both campaigns have finished, with what the check of the invariants says. */
  readonly once: boolean;
  /** The last line of the output is the summary as JSON. */
  readonly json: boolean;
}

export const USAGE = `Usage: npm start -- [--once] [--json]
  --once  end when both sample campaigns have finished: status 0 if every invariant held
  --json  print the summary as JSON in the last line`;

/** @throws Error with the usage for anything else than the flags above */
export function readCommandLine(args: readonly string[]): SandboxOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { once: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    });
    return values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`);
  }
}
