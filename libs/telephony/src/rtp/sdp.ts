import { pcma, pcmu, type G711Codec } from './g711.js';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** One m= section of a session description (RFC 8866 §5.14). */
export interface SdpMedia {
  /** The m= line after its `m=`. */
  readonly line: string;
  readonly type: string;
  readonly port: number;
  readonly protocol: string;
  readonly payloadTypes: readonly number[];
  /** Where it is received: its own c= line, or that of the session. */
  readonly address: string | undefined;
  readonly direction: Direction;
  /** Encoding by payload type, as `NAME/rate`, upper case. */
  readonly encodings: ReadonlyMap<number, string>;
}

/** What the agent sends and receives on, in its own description. */
export interface SdpLocal {
  readonly address: string;
  readonly port: number;
  /** The o= line's session id and version: the version grows with each changed description (RFC 3264 §8). */
  readonly sessionId: number;
  readonly version: number;
}

/** The audio both sides agreed on. */
export interface SdpAgreement {
  /** Where the peer receives; `undefined` when it wants nothing (hold, `inactive`). */
  readonly remote: { readonly address: string; readonly port: number } | undefined;
  readonly codec: G711Codec;
  /** The payload type of telephone-event in the peer's description, which is what we send it with. */
  readonly eventPayloadType: number | undefined;
}

/** The payload type of telephone-event in our offers. */
export const EVENT_PAYLOAD_TYPE = 101;
const CODECS = [pcma, pcmu];

/** The codec a static payload type stands for; PCMU and PCMA are understood whichever was agreed (RFC 3264 §6.1). */
export function codecOfPayloadType(payloadType: number): G711Codec | undefined {
  return CODECS.find((codec) => codec.payloadType === payloadType);
}

/** Reads the media sections of a session description. Lines it does not know are skipped. */
export function parseSdp(sdp: string): readonly SdpMedia[] {
  const sections: string[][] = [[]];
  for (const line of sdp.split(/\r\n|\n|\r/)) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  const [session = [], ...media] = sections;
  return media.map((lines) => parseMedia(lines, session));
}

/** An offer of PCMA, PCMU and telephone-event (RFC 3264 §5). */
export function makeOffer(local: SdpLocal): string {
  const { port } = local;
  const codecs = CODECS.map((codec) => ({ payloadType: codec.payloadType, codec }));
  return describe(local, [audioSection(port, codecs, EVENT_PAYLOAD_TYPE, 'sendrecv')]);
}

/**
 * The answer to an offer (RFC 3264 §6): a section for each of its sections, all refused but the first audio over
 * RTP/AVP that has G.711, with the payload types and the order of the offer.
 * @returns `undefined` when the offer has nothing in common with us
 */
export function makeAnswer(
  offer: string,
  local: SdpLocal,
): { sdp: string; agreement: SdpAgreement } | undefined {
  const media = parseSdp(offer);
  const chosen = media.find((section) => agreementOf(section) !== undefined);
  const agreement = chosen === undefined ? undefined : agreementOf(chosen);
  if (chosen === undefined || agreement === undefined) return undefined;
  const sections = media.map((section) =>
    section === chosen
      ? audioSection(local.port, codecsOf(section), agreement.eventPayloadType, reversed(section.direction))
      : [`m=${section.type} 0 ${section.protocol} ${section.line.split(' ').slice(3).join(' ')}`],
  );
  return { sdp: describe(local, sections), agreement };
}

/**
 * What the answer to our offer agreed on: the first codec it names (RFC 3264 §7).
 * @returns `undefined` when it refused the audio
 */
export function readAnswer(answer: string): SdpAgreement | undefined {
  const [first] = parseSdp(answer);
  return first === undefined ? undefined : agreementOf(first);
}

function agreementOf(media: SdpMedia): SdpAgreement | undefined {
  if (media.type !== 'audio' || media.port === 0 || media.protocol !== 'RTP/AVP') return undefined;
  const codec = codecsOf(media)[0]?.codec;
  const { address, port } = media;
  if (codec === undefined || address === undefined) return undefined;
  const wanted = media.direction === 'sendrecv' || media.direction === 'recvonly';
  const held = address === '0.0.0.0' || address === '::';
  return {
    remote: wanted && !held ? { address, port } : undefined,
    codec,
    eventPayloadType: eventTypeOf(media),
  };
}

function codecsOf(media: SdpMedia): { payloadType: number; codec: G711Codec }[] {
  return media.payloadTypes.flatMap((payloadType) => {
    const codec = codecOfPayloadType(payloadType);
    const mapped = media.encodings.get(payloadType);
    const same = codec !== undefined && (mapped === undefined || mapped === `${codec.name}/8000`);
    return same ? [{ payloadType, codec }] : [];
  });
}

function eventTypeOf(media: SdpMedia): number | undefined {
  return media.payloadTypes.find((type) => media.encodings.get(type) === 'TELEPHONE-EVENT/8000');
}

function reversed(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly';
  return direction === 'recvonly' ? 'sendonly' : direction;
}

function audioSection(
  port: number,
  codecs: readonly { payloadType: number; codec: G711Codec }[],
  eventType: number | undefined,
  direction: Direction,
): string[] {
  const types = [
    ...codecs.map(({ payloadType }) => payloadType),
    ...(eventType === undefined ? [] : [eventType]),
  ];
  return [
    `m=audio ${port} RTP/AVP ${types.join(' ')}`,
    ...codecs.map(({ payloadType, codec }) => `a=rtpmap:${payloadType} ${codec.name}/8000`),
    ...(eventType === undefined
      ? []
      : [`a=rtpmap:${eventType} telephone-event/8000`, `a=fmtp:${eventType} 0-15`]),
    'a=ptime:20',
    `a=${direction}`,
  ];
}

function describe({ address, sessionId, version }: SdpLocal, sections: readonly string[][]): string {
  const network = `IN ${address.includes(':') ? 'IP6' : 'IP4'} ${address}`;
  const session = ['v=0', `o=- ${sessionId} ${version} ${network}`, 's=-', `c=${network}`, 't=0 0'];
  return [...session, ...sections.flat(), ''].join('\r\n');
}

function parseMedia(lines: readonly string[], session: readonly string[]): SdpMedia {
  const line = lines[0]?.slice(2).trim() ?? '';
  const [type = '', port = '0', protocol = '', ...formats] = line.split(/\s+/);
  return {
    line,
    type: type.toLowerCase(),
    port: Number.parseInt(port, 10) || 0,
    protocol: protocol.toUpperCase(),
    payloadTypes: formats
      .map(Number)
      .filter((format) => Number.isInteger(format) && format >= 0 && format <= 127),
    address: addressOf(lines) ?? addressOf(session),
    direction: directionOf(lines) ?? directionOf(session) ?? 'sendrecv',
    encodings: encodingsOf(lines),
  };
}

function addressOf(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const match = /^c=IN\s+IP[46]\s+([^\s/]+)/i.exec(line);
    if (match !== null) return match[1];
  }
  return undefined;
}

function directionOf(lines: readonly string[]): Direction | undefined {
  for (const line of lines) {
    const match = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/.exec(line);
    if (match !== null) return match[1] as Direction;
  }
  return undefined;
}

function encodingsOf(lines: readonly string[]): ReadonlyMap<number, string> {
  const encodings = new Map<number, string>();
  for (const line of lines) {
    // A single channel may be spelt out: PCMU/8000/1.
    const match = /^a=rtpmap:(\d+)\s+([^\s/]+\/\d+)/i.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined)
      encodings.set(Number(match[1]), match[2].toUpperCase());
  }
  return encodings;
}
