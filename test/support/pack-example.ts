import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TSC = resolve('node_modules/typescript/bin/tsc');
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g;

/** An example as its author would send it. */
export interface PackedExample {
  readonly packed: Buffer;
  /** What its code imports from outside of the package. */
  readonly imports: ReadonlySet<string>;
}

/** Builds a package of `examples/` with its own tsconfig.json, and packs it with `npm pack`. No registry is asked. */
export async function packExample(name: string): Promise<PackedExample> {
  const folder = resolve('examples', name);
  const dist = join(folder, 'dist');
  await rm(dist, { recursive: true, force: true });
  await run(process.execPath, [TSC, '-p', folder]);
  const code = (await readdir(dist)).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(code.map((file) => readFile(join(dist, file), 'utf8')));
  const imported = texts.flatMap((text) => [...text.matchAll(IMPORT)].map(([, module = '']) => module));
  return {
    packed: await npmPack(folder),
    imports: new Set(imported.filter((module) => !module.startsWith('./'))),
  };
}

async function npmPack(folder: string): Promise<Buffer> {
  const destination = await mkdtemp(join(tmpdir(), 'marcador-example-'));
  try {
    // Without what `npm test` put there: it is about another package.
    const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('npm_')));
    const options = [
      '--offline',
      '--ignore-scripts',
      '--no-update-notifier',
      '--pack-destination',
      destination,
    ];
    await run('npm', ['pack', ...options], { cwd: folder, env });
    const [file = ''] = await readdir(destination);
    return await readFile(join(destination, file));
  } finally {
    await rm(destination, { recursive: true, force: true });
  }
}
