import type { ExtensionKind } from '@marcador/plugin-api';

/** The kinds of extension, for documents; the compiler sees that none is missing. */
export const EXTENSION_KINDS = Object.keys({
  'dial-target': true,
  'dnc-provider': true,
  'amd-detector': true,
  'pacing-strategy': true,
} satisfies Record<ExtensionKind, true>) as ExtensionKind[];
