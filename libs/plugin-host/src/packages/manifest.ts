import { message, MessageError } from '@marcador/messages/message.js';
import { API_VERSION, speaksApi, type ExtensionKind } from '@marcador/plugin-api';
import semver from 'semver';
import { z } from 'zod';

const KINDS = [
  'dial-target',
  'dnc-provider',
  'amd-detector',
  'pacing-strategy',
] as const satisfies readonly ExtensionKind[];

/** An extension by the names that are stored: never two of them in one installation. */
export interface ExtensionName {
  readonly kind: ExtensionKind;
  readonly id: string;
}

const versionSchema = z.string().refine((version) => semver.valid(version) === version);

const packageSchema = z.object({
  // What npm lets a package be called; it is shown, and never a path.
  name: z
    .string()
    .max(214)
    .regex(/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/),
  version: versionSchema,
  type: z.literal('module'),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
  marcador: z.object({
    api: z.string().refine((range) => semver.validRange(range) !== null),
    entry: z.string().regex(/^\.\/[^\\]+\.m?js$/),
    extensions: z
      .array(z.object({ kind: z.enum(KINDS), id: z.string().regex(/^[a-z][a-z0-9-]*$/) }))
      .min(1)
      .max(32),
  }),
});

/** What the package.json of a plugin says. */
export interface PluginManifest {
  /** The name of the npm package: one plugin of a name in an installation. */
  readonly name: string;
  readonly version: string;
  /** The range of versions of `@marcador/plugin-api` that it was made for. */
  readonly api: string;
  /** The module whose default export is its extension, or all of them as an array: `./dist/index.js`. */
  readonly entry: string;
  readonly extensions: readonly ExtensionName[];
  /** Packages that must be there when it runs. */
  readonly needs: readonly string[];
}

/**
 * Reads the package.json of a plugin, and sees that it was made for this service.
 * @throws MessageError with one sentence why it is refused
 */
export function readManifest(packageJson: unknown): PluginManifest {
  const parsed = packageSchema.safeParse(packageJson);
  if (!parsed.success) {
    const fields = new Set(parsed.error.issues.map(({ path }) => path.join('.')));
    throw new MessageError(message('plugin-manifest', { fields: [...fields].join(', ') }));
  }
  const { name, version, marcador, dependencies, peerDependencies, peerDependenciesMeta } = parsed.data;
  const { api, entry, extensions } = marcador;
  if (!speaksApi(api))
    throw new MessageError(message('plugin-api', { name, range: api, version: API_VERSION }));
  const optional = (peer: string) => peerDependenciesMeta[peer]?.optional === true;
  const peers = Object.keys(peerDependencies).filter((peer) => !optional(peer));
  return { name, version, api, entry, extensions, needs: [...Object.keys(dependencies), ...peers] };
}

/** `dnc-provider "acme-dnc"`, in the order of the alphabet. */
export function namesOf(extensions: readonly ExtensionName[]): string {
  return extensions
    .map(({ kind, id }) => `${kind} "${id}"`)
    .sort()
    .join(', ');
}
