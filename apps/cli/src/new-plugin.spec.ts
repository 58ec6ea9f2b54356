import { execFile } from 'node:child_process';
import { access, lstat, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newPlugin, PLUGIN_KINDS, type PluginKind } from './new-plugin.js';

const run = promisify(execFile);

describe('a new plugin', () => {
  let where: string;

  beforeAll(async () => {
    where = await mkdtemp(join(tmpdir(), 'marcador-new-'));
  });
  afterAll(() => rm(where, { recursive: true, force: true }));

  // All are compiled at once, for most of the work is to read the types that they share.
  it('of each kind passes its conformance tests at once', async () => {
    const kinds = Object.keys(PLUGIN_KINDS) as PluginKind[];
    for (const kind of kinds) await newPlugin(kind, `acme-${kind}`, where);
    const options = { cwd: where };
    const [first = ''] = kinds.map((kind) => `acme-${kind}`);
    const compilerOptions = { rootDir: '.', outDir: '.', typeRoots: [`${first}/node_modules/@types`] };
    const tsconfig = {
      extends: `./${first}/tsconfig.json`,
      compilerOptions,
      include: ['acme-*/src'],
      exclude: ['**/node_modules'],
    };
    await writeFile(join(where, 'tsconfig.json'), JSON.stringify(tsconfig));
    await run(process.execPath, [`${first}/node_modules/typescript/bin/tsc`, '-p', '.'], options);
    const specs = kinds.map((kind) => `acme-${kind}/src/index.spec.js`);
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', ...specs], options);
    for (const kind of kinds) expect(stdout).toMatch(new RegExp(`^ *ok \\d+ - Acme ${kind}$`, 'm'));
    expect(stdout).toMatch(/^# fail 0$/m);
  });

  it('says in its manifest what it brings, by the names that it was given', async () => {
    const folder = await newPlugin('target', 'acme-center', where);
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      name: 'acme-center',
      marcador: { entry: './dist/index.js', extensions: [{ kind: 'dial-target', id: 'acme-center' }] },
    });
    await expect(readFile(join(folder, 'src/index.ts'), 'utf8')).resolves.toContain(
      "displayName: 'Acme center'",
    );
  });

  it('keeps its links to the installation when something is installed into it', async () => {
    const folder = await newPlugin('dnc', 'acme-more', where);
    await mkdir(join(where, 'other'));
    await writeFile(join(where, 'other/package.json'), '{"name": "other", "version": "1.0.0"}');
    // Without what `npm test` put there: it is about another package.
    const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('npm_')));
    const options = ['--offline', '--no-audit', '--no-update-notifier'];
    await run('npm', ['install', ...options, '../other'], { cwd: folder, env });
    const links = ['@marcador/plugin-api', '@marcador/plugin-testkit', 'zod', 'typescript', '@types/node'];
    for (const name of ['other', ...links])
      expect((await lstat(join(folder, 'node_modules', name))).isSymbolicLink()).toBe(true);
  });

  it.each(['Acme', '../acme', '@acme/dnc', ''])('is not made with the name %p', async (name) => {
    await expect(newPlugin('dnc', name, where)).rejects.toThrow('is not usable');
  });

  it('is not made over what is there', async () => {
    await newPlugin('pacing', 'acme-twice', where);
    await expect(newPlugin('dnc', 'acme-twice', where)).rejects.toThrow(/cannot be made \(EEXIST\)/);
    await expect(access(join(where, 'acme-twice', 'src/index.ts'))).resolves.toBeUndefined();
  });
});
