import { cp, mkdir, readdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { API_VERSION, type ExtensionKind } from '@marcador/plugin-api';
import { HOST_PACKAGES, packageFolder, packageJsonOf } from '@marcador/plugin-host/packages/host-packages.js';

/** The kinds of plugin as the command line calls them. */
export const PLUGIN_KINDS = {
  dnc: 'dnc-provider',
  target: 'dial-target',
  amd: 'amd-detector',
  pacing: 'pacing-strategy',
} as const satisfies Record<string, ExtensionKind>;

export type PluginKind = keyof typeof PLUGIN_KINDS;

const TEMPLATES = fileURLToPath(new URL('../templates/', import.meta.url));
/** What its tests need beyond what the service lends. */
const TOOLS = ['@marcador/plugin-testkit', 'typescript', '@types/node'];
/** What nobody else is to have: links into this installation, what is built, configurations with secrets. */
const IGNORED = 'node_modules\ndist\n*.tgz\nconfig.json\n';

/**
 * Makes a package in a new folder of this name: code that passes its conformance tests, and the tools it takes to build and
 * test it, linked from this installation, so that nothing is fetched.
 * @param where the folder that the new one is made in
 * @returns the new folder
 * @throws Error with one sentence when the name is not usable or the folder is there already
 */
export async function newPlugin(kind: PluginKind, name: string, where: string): Promise<string> {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw new Error(`"${name}" is not usable: take lower-case letters, digits and hyphens.`);
  const folder = join(where, name);
  await mkdir(folder).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${folder} cannot be made (${code}): take another name, or another folder.`);
  });
  await cp(join(TEMPLATES, kind), folder, { recursive: true });
  const source = join(folder, 'src');
  for (const file of await readdir(source)) await fillIn(join(source, file), name);
  await writeFile(join(folder, 'package.json'), asJson(packageJson(PLUGIN_KINDS[kind], name)));
  await writeFile(join(folder, 'tsconfig.json'), asJson(TSCONFIG));
  await writeFile(join(folder, 'README.md'), readme(kind, name));
  await writeFile(join(folder, '.gitignore'), IGNORED);
  await linkTools(folder);
  return folder;
}

async function fillIn(file: string, name: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll('__name__', name).replaceAll('__title__', titleOf(name)));
}

function titleOf(name: string): string {
  const words = name.split('-').join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function packageJson(kind: ExtensionKind, name: string): object {
  return {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    files: ['dist', '!dist/*.spec.*', '!dist/outside.*'],
    scripts: {
      build: 'node node_modules/typescript/bin/tsc -p .',
      test: 'npm run --silent build && node --test dist/index.spec.js',
      prepack: 'npm run --silent build',
    },
    marcador: {
      api: `^${API_VERSION.split('.').slice(0, 2).join('.')}`,
      entry: './dist/index.js',
      extensions: [{ kind, id: name }],
    },
    peerDependencies: { '@marcador/plugin-api': '*', zod: '^4' },
    // npm takes links away that nothing asks for.
    devDependencies: Object.fromEntries(TOOLS.map((tool) => [tool, `^${versionOf(tool)}`])),
  };
}

function versionOf(tool: string): string {
  return (packageJsonOf(tool, import.meta.url) as { version: string }).version;
}

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2023',
    module: 'NodeNext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
};

function readme(kind: PluginKind, name: string): string {
  const outside = kind === 'dnc' || kind === 'target' ? ' --outside dist/outside.js' : '';
  return `# ${titleOf(name)}

A plugin for Marcador.

    npm test                                # builds it and runs the rules of the contract
    npm pack                                # makes ${name}-0.1.0.tgz
    marcador plugin test ${name}-0.1.0.tgz${outside}
    marcador plugin add ${name}-0.1.0.tgz
`;
}

function asJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

async function linkTools(folder: string): Promise<void> {
  for (const name of [...HOST_PACKAGES, ...TOOLS]) {
    const link = join(folder, 'node_modules', dirname(name), basename(name));
    await mkdir(dirname(link), { recursive: true });
    await symlink(await realpath(packageFolder(name, import.meta.url)), link, 'junction');
  }
}
