import { API_VERSION, type ExtensionKind } from '@marcador/plugin-api';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';

/** As npm does: the same files make the same bytes, whenever they are packed. */
const LONG_AGO = new Date('1985-10-26T08:15:00Z');

/** What a plugin of a test is otherwise than a do-not-call service that lists nobody. */
export interface PluginSource {
  readonly name?: string;
  readonly version?: string;
  readonly api?: string;
  readonly extensions?: readonly { readonly kind: ExtensionKind; readonly id: string }[];
  /** What else package.json says, or says otherwise. */
  readonly packageJson?: object;
  /** Of the entry `dist/index.js`. */
  readonly code?: string;
  /** Further files of the package by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** Entries of the archive as they are, whatever their names and types. */
  readonly entries?: readonly ({ readonly name: string; readonly content?: string } & Partial<Header>)[];
}

/** The entry of a do-not-call service that lists the numbers which end as configured. */
export function dncCode(id: string, { check = '', health = '' } = {}): string {
  return `
    import { defineDncProvider } from '@marcador/plugin-api';
    import { z } from 'zod';
    export default defineDncProvider({
      id: '${id}',
      displayName: 'Acme registry',
      config: z.object({ ending: z.string().default('0000') }),
      create: ({ ending }) => ({
        async check(number) { ${check} return { listed: number.endsWith(ending) }; },
        async health() { ${health} return { healthy: true, message: 'It answers.' }; },
      }),
    });`;
}

/** The files of a plugin's package by their paths. */
export function packageFiles(source: PluginSource): Readonly<Record<string, string>> {
  const { name = 'acme-dnc', version = '1.0.0', api = `^${API_VERSION}`, files = {} } = source;
  const extensions = source.extensions ?? [{ kind: 'dnc-provider', id: 'acme-dnc' }];
  const packageJson = {
    ...{ name, version, type: 'module' },
    peerDependencies: { '@marcador/plugin-api': '*', zod: '*' },
    marcador: { api, entry: './dist/index.js', extensions },
    ...source.packageJson,
  };
  return {
    'package.json': JSON.stringify(packageJson),
    'dist/index.js': source.code ?? dncCode(extensions[0]?.id ?? ''),
    ...files,
  };
}

/** A packed plugin, as `npm pack` makes it. */
export async function packPlugin(source: PluginSource = {}): Promise<Buffer> {
  const { entries = [] } = source;
  const archive = pack();
  for (const [path, content] of Object.entries(packageFiles(source)))
    archive.entry({ name: `package/${path}`, mtime: LONG_AGO }, content);
  for (const { content, ...header } of entries) archive.entry({ mtime: LONG_AGO, ...header }, content ?? '');
  archive.finalize();
  return gzipSync(Buffer.from(await text(archive.setEncoding('latin1')), 'latin1'));
}
