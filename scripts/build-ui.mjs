// Builds the web UI when its sources have changed since the last build, and compresses it once for all requests.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const UI = fileURLToPath(new URL('../angular-ui/', import.meta.url));
const BUILT = join(UI, 'dist');
/** What is served is replaced once the build is complete, also where two build at the same time. */
const NEXT = join(UI, `.next-${process.pid}`);
const STAMP = '.inputs';
const INPUTS = [
  'src',
  'public',
  'angular.json',
  'tsconfig.json',
  'package.json',
  '../libs/messages/src/texts',
];
const COMPRESSED = new Set(['.js', '.css', '.svg', '.json']);
/** What a first visit loads before it shows anything, as brotli sends it. */
const INITIAL_LIMIT_BYTES = 250_000;

const require = createRequire(import.meta.url);

const inputs = await hashOf(INPUTS.map((name) => join(UI, name)));
if (
  process.argv.includes('--force') ||
  (await readFile(join(BUILT, STAMP), 'utf8').catch(() => '')) !== inputs
) {
  try {
    build();
    // The service completes the page for each request, so that it is no file among those served as they are.
    await rename(join(NEXT, 'browser/index.html'), join(NEXT, 'index.html'));
    await compress();
    const initial = await initialBytes();
    if (initial > INITIAL_LIMIT_BYTES)
      throw new Error(
        `The first load of the web UI is ${initial} bytes, more than ${INITIAL_LIMIT_BYTES}: load lazily what it does not need.`,
      );
    process.stdout.write(`The web UI is built: ${Math.round(initial / 1000)} kB for the first load.\n`);
    await writeFile(join(NEXT, STAMP), inputs);
    await rm(BUILT, { recursive: true, force: true });
    await rename(NEXT, BUILT);
  } finally {
    await rm(NEXT, { recursive: true, force: true });
  }
}

function build() {
  process.stdout.write('Building the web UI …\n');
  const ng = require.resolve('@angular/cli/bin/ng.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [ng, 'build', '--output-path', NEXT], {
    cwd: UI,
    encoding: 'utf8',
    env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
  });
  if (status === 0) return;
  process.stderr.write(stdout + stderr);
  throw new Error('The web UI cannot be built: see above.');
}

async function compress() {
  const files = (await readdir(join(NEXT, 'browser'), { recursive: true })).filter((name) =>
    COMPRESSED.has(extname(name)),
  );
  await Promise.all(
    files.map(async (name) => {
      const path = join(NEXT, 'browser', name);
      const content = await readFile(path);
      const options = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
      await writeFile(`${path}.br`, await promisify(brotliCompress)(content, options));
      await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
    }),
  );
}

/** The entry, all that it imports and does not load on demand, and the styles. */
async function initialBytes() {
  const { outputs } = JSON.parse(await readFile(join(NEXT, 'stats.json'), 'utf8'));
  const isInitial = ([name, { entryPoint }]) => entryPoint === 'src/main.ts' || /^styles-.*\.css$/.test(name);
  const names = new Set(
    Object.entries(outputs)
      .filter(isInitial)
      .map(([name]) => name),
  );
  for (const name of names)
    for (const { path, kind } of outputs[name].imports) if (kind === 'import-statement') names.add(path);
  const sizes = await Promise.all(
    [...names].map(async (name) => (await stat(join(NEXT, 'browser', `${name}.br`))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const names = (await stat(path)).isDirectory() ? (await readdir(path, { recursive: true })).sort() : [''];
    for (const name of names) {
      const file = join(path, name);
      if ((await stat(file)).isFile()) hash.update(`${name}\0`).update(await readFile(file));
    }
  }
  // Another version of Angular builds something else from the same sources.
  for (const name of ['@angular/core', '@angular/material', '@angular/build'])
    hash.update(require(`${name}/package.json`).version);
  return hash.digest('hex');
}
