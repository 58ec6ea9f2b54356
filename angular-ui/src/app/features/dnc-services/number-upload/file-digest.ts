/** So much of the file is in memory at a time. */
export const PIECE_BYTES = 8 * 2 ** 20;

/**
 * What tells a file from every other one: the SHA-256 of the SHA-256 digests of its pieces of 8 MB one behind the other, in
 * hex. `undefined`: the browser makes no digests, as for pages without TLS.
 * @throws DOMException when the file cannot be read any more
 */
export async function fileDigest(file: Blob): Promise<string | undefined> {
  // Typed as always there.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return undefined;
  const digests: ArrayBuffer[] = [];
  for (let at = 0; at < file.size; at += PIECE_BYTES)
    digests.push(await subtle.digest('SHA-256', await file.slice(at, at + PIECE_BYTES).arrayBuffer()));
  const whole = await subtle.digest('SHA-256', await new Blob(digests).arrayBuffer());
  return Array.from(new Uint8Array(whole), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
