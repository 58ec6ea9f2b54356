import type { ExtensionName } from './manifest.js';

/** A plugin that shall be on every node, as it is stored. */
export interface StoredPackage {
  /** UUID, the same over all versions. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Of the packed bytes, in hex. */
  readonly sha512: string;
  readonly extensions: readonly ExtensionName[];
  /** Whether it is loaded; one that is not keeps its place and its instances. */
  readonly enabled: boolean;
}

/** Where the installed plugins are kept. The host only reads. */
export interface PackageStore {
  all(): Promise<readonly StoredPackage[]>;
  /** The packed bytes; `undefined` when it was removed in the meantime. */
  packed(id: string): Promise<Uint8Array | undefined>;
}
