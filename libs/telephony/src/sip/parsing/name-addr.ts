import { NameAddrHeader } from 'sip.js/lib/grammar/name-addr-header.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import { TOKEN } from './characters.js';
import { readParameters, type Parameters } from './parameters.js';
import { Reader } from './reader.js';
import { readSipUri } from './sip-uri.js';

interface Address {
  readonly uri: URI;
  readonly displayName: string | undefined;
}

/** Parses the value of a From or To header field (RFC 3261 §20.20, §20.39). */
export function parseTaggedAddress(text: string): NameAddrHeader | undefined {
  const reader = new Reader(text);
  let tag: string | undefined;
  const address = readAddress(reader);
  const parameters =
    address &&
    readParameters(reader, (name, value) => {
      if (name !== 'tag' || value === undefined) return undefined;
      tag = value;
      return !value.startsWith('"');
    });
  if (address === undefined || parameters === undefined || !reader.done) return undefined;
  const header = nameAddr(address, parameters);
  if (tag !== undefined) header.setParam('tag', tag);
  return header;
}

/** Parses the value of a Refer-To header field (RFC 3515 §2.1). */
export function parseAddress(text: string): NameAddrHeader | undefined {
  const reader = new Reader(text);
  const address = readAddress(reader);
  const parameters = address && readParameters(reader);
  return address !== undefined && parameters !== undefined && reader.done
    ? nameAddr(address, parameters)
    : undefined;
}

/** Reads a name-addr with its angle brackets and the space behind them (RFC 3261 §25.1). */
export function readNameAddr(reader: Reader): Address | undefined {
  const displayName = readDisplayName(reader);
  if (displayName === null || !reader.take('<')) return undefined;
  const uri = readSipUri(reader);
  if (uri === undefined || !reader.take('>')) return undefined;
  reader.skipSpace();
  return { uri, displayName };
}

/** Reads a name-addr, or an addr-spec whose parameters are those of the header field (RFC 3261 §20). */
export function readAddress(reader: Reader): Address | undefined {
  if (!/^sips?:/y.test(reader.text.slice(reader.at, reader.at + 5))) return readNameAddr(reader);
  const uri = readSipUri(reader, 'bare');
  return uri && { uri, displayName: undefined };
}

/** Makes the object that sip.js makes of an address. */
export function nameAddr({ uri, displayName }: Address, parameters: Parameters): NameAddrHeader {
  // Its declaration is stricter than its code.
  return new (NameAddrHeader as unknown as new (...values: unknown[]) => NameAddrHeader)(
    ...[uri, displayName, parameters],
  );
}

/** @returns the name before an opening bracket, `undefined` where there is none, `null` where the grammar has to look */
function readDisplayName(reader: Reader): string | undefined | null {
  const quoted = reader.quoted();
  if (quoted !== undefined) {
    reader.skipSpace();
    return quoted.slice(1, -1);
  }
  const start = reader.at;
  let end = start;
  while (reader.text[reader.at] !== '<') {
    if (reader.run(TOKEN) === '') return null;
    end = reader.at;
    reader.skipSpace();
  }
  return end === start ? undefined : reader.text.slice(start, end);
}
