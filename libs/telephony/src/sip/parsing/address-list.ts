import type { NameAddrHeader } from 'sip.js/lib/grammar/name-addr-header.js';
import { nameAddr, readAddress, readNameAddr } from './name-addr.js';
import { readParameters, type Parameters } from './parameters.js';
import { Reader } from './reader.js';

/** One of several addresses in a header field, in the words of sip.js: `offset` is where it begins, `position` its end. */
export interface ListedAddress {
  readonly position: number;
  readonly offset: number;
  readonly parsed: NameAddrHeader;
}

/** Parses the value of a Contact header field (RFC 3261 §20.10). */
export function parseContacts(text: string): ListedAddress[] | undefined {
  // The grammar takes an asterisk at the beginning for all there is.
  return text.startsWith('*') ? undefined : parseList(text, readAddress, readContactParameters);
}

/** Parses the value of a Record-Route header field (RFC 3261 §20.30). */
export function parseRecordRoutes(text: string): ListedAddress[] | undefined {
  return parseList(text, readNameAddr, readParameters);
}

function parseList(
  text: string,
  readOne: typeof readAddress,
  readItsParameters: (reader: Reader) => Parameters | undefined,
): ListedAddress[] | undefined {
  const reader = new Reader(text);
  const addresses: ListedAddress[] = [];
  for (;;) {
    const offset = reader.at;
    const address = readOne(reader);
    const parameters = address && readItsParameters(reader);
    if (address === undefined || parameters === undefined) return undefined;
    addresses.push({ position: reader.at, offset, parsed: nameAddr(address, parameters) });
    if (reader.done) return addresses;
    reader.skipSpace();
    if (!reader.take(',')) return undefined;
    reader.skipSpace();
  }
}

function readContactParameters(reader: Reader): Parameters | undefined {
  return readParameters(reader, (name, value) => {
    if (value === undefined || (name !== 'q' && name !== 'expires')) return undefined;
    // The grammar reads these as numbers where they are some; where they only begin like one, it is asked.
    if (!/^\d/.test(value) || (name === 'q' && !value.startsWith('0'))) return undefined;
    return (name === 'q' ? /^0(?:\.\d{0,3})?$/ : /^\d{1,15}$/).test(value) && String(Number(value)) === value
      ? undefined
      : false;
  });
}
