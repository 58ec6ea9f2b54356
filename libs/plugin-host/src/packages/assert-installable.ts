import { message, MessageError } from '@marcador/messages/message.js';
import { OtherContentsError } from './other-contents-error.js';
import type { StoredPackage } from './package-store.js';
import type { PackedPlugin } from './packed-plugin.js';

/**
 * A type belongs to the plugin that declares it for as long as that is installed, also while it is disabled or cannot be
 * loaded: what is configured of the type has secrets that were given to this plugin and no other.
 * @param stored all that is installed
 * @throws OtherContentsError when this very version is installed with other contents
 * @throws MessageError that names the type which another plugin declares
 */
export function assertInstallable(
  { manifest, sha512 }: PackedPlugin,
  stored: readonly StoredPackage[],
): void {
  const { name, version, extensions } = manifest;
  const same = stored.find((each) => each.name === name && each.version === version);
  if (same !== undefined && same.sha512 !== sha512)
    throw new OtherContentsError(message('plugin-other-contents', { name, version }));
  const others = stored.filter((each) => each.name !== name).flatMap((each) => each.extensions);
  const taken = extensions.find(({ kind, id }) =>
    others.some((each) => each.kind === kind && each.id === id),
  );
  if (taken !== undefined) throw new MessageError(message('plugin-extension-taken', { ...taken }));
}
