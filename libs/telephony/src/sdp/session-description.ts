import { isIP } from 'node:net';
import type { Endpoint } from '../rtp/media-source.js';
import { parseCrypto, type CryptoAttribute } from './crypto-attribute.js';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** One m= section of a session description (RFC 8866 §5.14). */
export interface SdpMedia {
  readonly type: string;
  readonly port: number;
  readonly protocol: string;
  /** The formats as they stand. */
  readonly formats: readonly string[];
  /** Those that are RTP payload types. */
  readonly payloadTypes: readonly number[];
  /** Where it is received: its own c= line, or that of the session; a literal address. */
  readonly address: string | undefined;
  /** Where its reports are received, when it says so (RFC 3605). */
  readonly rtcp: Partial<Endpoint> | undefined;
  readonly rtcpMux: boolean;
  readonly direction: Direction;
  /** Encoding by payload type, as `NAME/rate`, upper case. */
  readonly encodings: ReadonlyMap<number, string>;
  /** ms; `undefined` when it says nothing usable. */
  readonly ptimeMs: number | undefined;
  readonly maxPtimeMs: number | undefined;
  /** Those we speak, in its order. */
  readonly cryptos: readonly CryptoAttribute[];
}

/** More sections than any call has; a description that has more says nothing. */
const MOST_SECTIONS = 32;
/** Beyond what a UDP datagram holds, characters. */
const LONGEST = 65_536;

/** Reads the media sections of a session description. Lines it does not know are skipped; whatever the text, it does not throw. */
export function parseSdp(sdp: string): readonly SdpMedia[] {
  const sections: string[][] = [[]];
  for (const line of sdp.slice(0, LONGEST).split(/\r\n|\n|\r/)) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  const [session = [], ...media] = sections;
  if (media.length > MOST_SECTIONS) return [];
  const common = {
    address: addressOf(session),
    direction: directionOf(session),
    cryptos: cryptosOf(session),
  };
  return media.map((lines) => parseMedia(lines, common));
}

type Common = Pick<SdpMedia, 'address' | 'cryptos'> & { readonly direction: Direction | undefined };

function parseMedia(lines: readonly string[], common: Common): SdpMedia {
  const [type = '', port = '0', protocol = '', ...formats] = lines[0]?.slice(2).trim().split(/\s+/) ?? [];
  const cryptos = cryptosOf(lines);
  const address = addressOf(lines) ?? common.address ?? '';
  return {
    type: type.toLowerCase(),
    port: portOf(port),
    protocol: protocol.toUpperCase(),
    formats,
    payloadTypes: formats.filter((format) => /^\d{1,3}$/.test(format) && Number(format) <= 127).map(Number),
    address: isIP(address) === 0 ? undefined : address,
    rtcp: rtcpOf(lines),
    rtcpMux: lines.some((line) => /^a=rtcp-mux\s*$/.test(line)),
    direction: directionOf(lines) ?? common.direction ?? 'sendrecv',
    encodings: encodingsOf(lines),
    ptimeMs: timeOf(lines, 'ptime'),
    maxPtimeMs: timeOf(lines, 'maxptime'),
    cryptos: cryptos.length > 0 ? cryptos : common.cryptos,
  };
}

/** Of several ports (`40000/2`) the first; 0 for what is none. */
function portOf(text: string): number {
  const port = /^(\d{1,5})(?:\/\d+)?$/.exec(text)?.[1];
  return port === undefined || Number(port) > 65_535 ? 0 : Number(port);
}

function addressOf(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const address = /^c=IN\s+IP[46]\s+([^\s/]+)/i.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  return undefined;
}

function rtcpOf(lines: readonly string[]): Partial<Endpoint> | undefined {
  for (const line of lines) {
    const [, port = '', address = ''] = /^a=rtcp:(\d+)(?:\s+IN\s+IP[46]\s+([^\s/]+))?/i.exec(line) ?? [];
    if (portOf(port) > 0) return { port: portOf(port), ...(isIP(address) !== 0 && { address }) };
  }
  return undefined;
}

function directionOf(lines: readonly string[]): Direction | undefined {
  for (const line of lines) {
    const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/.exec(line)?.[1];
    if (direction !== undefined) return direction as Direction;
  }
  return undefined;
}

function encodingsOf(lines: readonly string[]): ReadonlyMap<number, string> {
  const encodings = new Map<number, string>();
  for (const line of lines) {
    // A single channel may be spelt out: PCMU/8000/1.
    const [, payloadType, encoding] = /^a=rtpmap:(\d{1,3})\s+([^\s/]+\/\d+)/i.exec(line) ?? [];
    if (encoding !== undefined) encodings.set(Number(payloadType), encoding.toUpperCase());
  }
  return encodings;
}

function timeOf(lines: readonly string[], name: string): number | undefined {
  for (const line of lines) {
    const [, attribute, ms] = /^a=(\w+):(\d{1,5})\s*$/.exec(line) ?? [];
    if (attribute === name && Number(ms) > 0) return Number(ms);
  }
  return undefined;
}

function cryptosOf(lines: readonly string[]): CryptoAttribute[] {
  return lines.flatMap((line) => {
    const crypto = line.startsWith('a=crypto:') ? parseCrypto(line.slice('a=crypto:'.length)) : undefined;
    return crypto === undefined ? [] : [crypto];
  });
}
