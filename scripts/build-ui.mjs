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
/** What a first visit shows, by who comes; loaded on demand, one file after the other, it would wait for the network each time. */
const FIRST_SHOWN = {
  login: ['src/app/core/session/login/login-page.ts'],
  shell: ['src/app/core/shell/shell.ts'],
};
const LANGUAGES = ['en', 'pt', 'es'];
const COMPRESSED = new Set(['.js', '.css', '.svg', '.json']);
/** What a first visit loads before it shows anything, as brotli sends it. */
const INITIAL_LIMIT_BYTES = 250_000;

const require = createRequire(import.meta.url);

const inputs = await hashOf([...INPUTS.map((name) => join(UI, name)), fileURLToPath(import.meta.url)]);
if (
  process.argv.includes('--force') ||
  (await readFile(join(BUILT, STAMP), 'utf8').catch(() => '')) !== inputs
) {
  try {
    build();
    // The service completes the page for each request, so that it is no file among those served as they are.
    await rename(join(NEXT, 'browser/index.html'), join(NEXT, 'index.html'));
    await compress();
    const { outputs } = JSON.parse(await readFile(join(NEXT, 'stats.json'), 'utf8'));
    await writeFile(join(NEXT, 'preloads.json'), JSON.stringify(preloads(outputs)));
    const initial = await bytesOf(initialNames(outputs));
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
    // Few files instead of many small ones: a browser asks for six at a time.
    env: { ...process.env, NG_CLI_ANALYTICS: 'false', NG_BUILD_OPTIMIZE_CHUNKS: 'true' },
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
function initialNames(outputs) {
  const isInitial = ([name, { entryPoint }]) => entryPoint === 'src/main.ts' || /^styles-.*\.css$/.test(name);
  return withImports(
    outputs,
    Object.entries(outputs)
      .filter(isInitial)
      .map(([name]) => name),
  );
}

/** The files that the service lets a browser load while it reads the page, beyond the initial ones. */
function preloads(outputs) {
  const initial = initialNames(outputs);
  const fileOf = (source) => {
    const [name] = Object.entries(outputs).find(([, { inputs }]) => source in inputs) ?? [];
    if (name === undefined) throw new Error(`The build has no file with ${source}.`);
    return name;
  };
  const filesOf = (sources) =>
    [...withImports(outputs, sources.map(fileOf))].filter((file) => !initial.has(file));
  const byName = (sources) =>
    Object.fromEntries(Object.entries(sources).map(([name, its]) => [name, filesOf(its)]));
  const texts = LANGUAGES.map((code) => [
    code,
    [`src/i18n/${code}.json`, `../libs/messages/src/texts/${code}.ts`],
  ]);
  return { ...byName(FIRST_SHOWN), languages: byName(Object.fromEntries(texts)) };
}

function withImports(outputs, first) {
  const names = new Set(first);
  for (const name of names)
    for (const { path, kind } of outputs[name].imports) if (kind === 'import-statement') names.add(path);
  return names;
}

async function bytesOf(names) {
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
