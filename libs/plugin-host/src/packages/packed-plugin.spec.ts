import { API_VERSION } from '@marcador/plugin-api';
import { gzipSync } from 'node:zlib';
import { packPlugin, type PluginSource } from '../../../../test/support/pack-plugin.js';
import { PACKAGE_LIMITS, readArchive } from './archive.js';
import { readPackedPlugin } from './packed-plugin.js';

const file = (name: string) => ({ entries: [{ name, content: 'x' }] });
const bundled = (name: string, version = '1.0.0') => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version }),
});

describe('a packed plugin', () => {
  it('is known by its manifest and the SHA-512 of its bytes', async () => {
    const bytes = await packPlugin({ version: '1.2.3' });
    const { manifest, sha512, files } = await readPackedPlugin(bytes);
    expect(manifest).toMatchObject({
      name: 'acme-dnc',
      version: '1.2.3',
      entry: './dist/index.js',
      extensions: [{ kind: 'dnc-provider', id: 'acme-dnc' }],
    });
    expect(sha512).toMatch(/^[0-9a-f]{128}$/);
    expect([...files.keys()]).toEqual(['package.json', 'dist/index.js']);
    await expect(readPackedPlugin(bytes, sha512)).resolves.toMatchObject({ sha512 });
  });

  it('may bring packages of its own, and need those that the service lends', async () => {
    const packageJson = { dependencies: { '@acme/http': '1', zod: '4' }, bundleDependencies: ['@acme/http'] };
    const bytes = await packPlugin({ packageJson, files: bundled('@acme/http') });
    await expect(readPackedPlugin(bytes)).resolves.toBeDefined();
  });

  it('is refused when its bytes are not those that were stored', async () => {
    const bytes = await packPlugin();
    await expect(readPackedPlugin(bytes, '0'.repeat(128))).rejects.toMatchObject({
      said: { code: 'plugin-hash' },
    });
  });

  it('may have the long paths that npm writes in headers of their own', async () => {
    const path = `dist/${'long-folder/'.repeat(20)}file.js`;
    const { files } = await readPackedPlugin(await packPlugin({ files: { [path]: 'x' } }));
    expect(files.has(path)).toBe(true);
  });

  const refused: [string, PluginSource, string][] = [
    ['a path that leads out', file('package/../../evil.js'), 'plugin-unsafe-file'],
    ['a path that leads out by backslashes', file('package\\..\\..\\evil.js'), 'plugin-unsafe-file'],
    ['an absolute path', file('/etc/passwd'), 'plugin-unsafe-file'],
    ['the drive of a path', file('package/c:/evil.js'), 'plugin-unsafe-file'],
    ['a path of great length', file(`package/${'x'.repeat(1_000_000)}`), 'plugin-unsafe-file'],
    ['a control character in a path', file('package/a\u0001b'), 'plugin-unsafe-file'],
    [
      'a symbolic link',
      { entries: [{ name: 'package/link', type: 'symlink', linkname: '/etc' }] },
      'plugin-unsafe-file',
    ],
    [
      'a hard link',
      { entries: [{ name: 'package/link', type: 'link', linkname: 'package/package.json' }] },
      'plugin-unsafe-file',
    ],
    ['a device', { entries: [{ name: 'package/dev', type: 'character-device' }] }, 'plugin-unsafe-file'],
    ['a pipe', { entries: [{ name: 'package/pipe', type: 'fifo' }] }, 'plugin-unsafe-file'],
    ['the same file twice', file('package/dist/index.js'), 'plugin-unsafe-file'],
    ['no type "module"', { packageJson: { type: 'commonjs' } }, 'plugin-manifest'],
    ['no manifest', { packageJson: { marcador: undefined } }, 'plugin-manifest'],
    ['a name that is a path', { name: '../acme' }, 'plugin-manifest'],
    ['a version that is none', { version: 'new' }, 'plugin-manifest'],
    ['an unknown kind', { extensions: [{ kind: 'ringtone' as never, id: 'x' }] }, 'plugin-manifest'],
    ['no extension', { extensions: [] }, 'plugin-manifest'],
    ['a range of the contract that is none', { api: 'whichever' }, 'plugin-manifest'],
    ['a contract that the service does not speak', { api: '^99.0.0' }, 'plugin-api'],
    ['its own plugin-api', { files: bundled('@marcador/plugin-api') }, 'plugin-bundles-host'],
    ['its own zod', { files: bundled('zod') }, 'plugin-bundles-host'],
    [
      'a zod within what it brings',
      { files: { 'node_modules/a/node_modules/zod/index.js': '' } },
      'plugin-bundles-host',
    ],
    [
      'a zod that brings something itself',
      { files: { 'node_modules/zod/node_modules/a/index.js': '' } },
      'plugin-bundles-host',
    ],
    [
      'a dependency that it does not bring',
      { packageJson: { dependencies: { got: '1' } } },
      'plugin-lacks-dependency',
    ],
    [
      'no entry',
      {
        packageJson: {
          marcador: {
            api: API_VERSION,
            entry: './index.js',
            extensions: [{ kind: 'dnc-provider', id: 'x' }],
          },
        },
      },
      'plugin-no-entry',
    ],
  ];
  it.each(refused)('is refused with %s', async (_, source, code) => {
    await expect(readPackedPlugin(await packPlugin(source))).rejects.toMatchObject({ said: { code } });
  });

  it.each([
    ['no gzip', Buffer.from('PK')],
    ['no archive', gzipSync(Buffer.alloc(1000, 7))],
    ['an archive of nothing', gzipSync(Buffer.alloc(1024))],
    ['half of one', gzipSync(Buffer.alloc(1024)).subarray(0, 12)],
  ])('is refused when it is %s', async (_, bytes) => {
    await expect(readPackedPlugin(bytes)).rejects.toMatchObject({ said: { code: 'plugin-not-package' } });
  });
});

describe('the limits of a package', () => {
  const limits = { packedMegabytes: 1, unpackedMegabytes: 2, files: 3 };

  it('hold for the file itself', async () => {
    await expect(readArchive(Buffer.alloc(1024 * 1024 + 1), limits)).rejects.toMatchObject({
      said: { code: 'plugin-too-large' },
    });
  });

  it('stop a bomb: little that becomes much', async () => {
    const bomb = gzipSync(Buffer.alloc((PACKAGE_LIMITS.unpackedMegabytes + 1) * 1024 * 1024));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    await expect(readArchive(bomb)).rejects.toMatchObject({ said: { code: 'plugin-unpacks-too-large' } });
  });

  it('hold for the number of files', async () => {
    const bytes = await packPlugin({ files: { a: '', b: '' } });
    await expect(readArchive(bytes, limits)).rejects.toMatchObject({
      said: { code: 'plugin-unpacks-too-large' },
    });
  });
});
