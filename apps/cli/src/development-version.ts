import { pipeline } from 'node:stream/promises';
import { createGzip, createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';

/**
 * The same package under a version of its own, `1.0.0-dev.NUMBER`: a service takes a version once only.
 * @param packed as npm packs it
 */
export async function asDevelopmentVersion(packed: Uint8Array, number: number): Promise<Uint8Array> {
  const [entries, again, zipped] = [extract(), pack(), createGzip()];
  const unpacking = pipeline(Readable.from([packed]), createGunzip(), entries);
  const packing = pipeline(again, zipped);
  const result = buffer(zipped);
  for await (const entry of entries) {
    const content = await buffer(entry);
    const { name } = entry.header;
    again.entry({ name }, name === 'package/package.json' ? withVersion(content, number) : content);
  }
  again.finalize();
  await Promise.all([unpacking, packing]);
  return result;
}

function withVersion(content: Buffer, number: number): string {
  const manifest = JSON.parse(content.toString()) as { readonly version: string };
  const separator = manifest.version.includes('-') ? '.' : '-';
  return JSON.stringify({ ...manifest, version: `${manifest.version}${separator}dev.${number}` });
}
