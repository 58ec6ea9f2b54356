import { benchAmd } from './amd.js';
import { benchApi } from './api.js';
import { benchCalls } from './calls.js';
import type { Figure } from './figure.js';
import { benchDnc } from './dnc.js';
import { benchImport } from './import.js';
import { benchMedia } from './media.js';
import { benchSoak } from './soak.js';
import { benchUi } from './ui.js';

/** `npm run bench -- NAME`: prints one line of JSON for each figure. */
const BENCHES: Readonly<Record<string, (args: readonly string[]) => AsyncIterable<Figure>>> = {
  amd: benchAmd,
  api: benchApi,
  calls: benchCalls,
  dnc: benchDnc,
  import: benchImport,
  media: benchMedia,
  soak: benchSoak,
  ui: benchUi,
};

async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const bench = BENCHES[name];
  if (bench === undefined) {
    throw new Error(`There is no bench "${name}". Usage: npm run bench -- ${Object.keys(BENCHES).join('|')}`);
  }
  for await (const figure of bench(args))
    process.stdout.write(`${JSON.stringify({ bench: name, ...figure })}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
