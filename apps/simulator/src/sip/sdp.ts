/** The two codings of G.711, by their static RTP payload type (RFC 3551). */
export type Codec = 'PCMU' | 'PCMA';
export const PAYLOAD_TYPE: Readonly<Record<Codec, number>> = { PCMU: 0, PCMA: 8 };

/** What an offer asks for. */
export interface AudioOffer {
  readonly address: string;
  readonly port: number;
  readonly codec: Codec;
  /** The payload type of telephone-event (RFC 4733), if offered. */
  readonly eventType: number | undefined;
  /** The direction that answers the offered one (RFC 3264 §6.1). */
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
}

const REPLY = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
} as const;

/** Reads an offer (RFC 4566). `undefined` when it has no audio in G.711. */
export function readOffer(sdp: string): AudioOffer | undefined {
  const media = /^m=audio (\d+) RTP\/AVP ([\d ]+)/m.exec(sdp);
  const address = lastOf(sdp, /^c=IN IP4 ([^\s/]+)/gm);
  const types = media?.[2]?.trim().split(/ +/).map(Number) ?? [];
  const chosen = types.find((type) => type === PAYLOAD_TYPE.PCMU || type === PAYLOAD_TYPE.PCMA);
  if (media === null || address === undefined || chosen === undefined) return undefined;
  const event = /^a=rtpmap:(\d+) telephone-event\/8000/im.exec(sdp)?.[1];
  const direction = (lastOf(sdp, /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/gm) ??
    'sendrecv') as keyof typeof REPLY;
  return {
    address,
    port: Number(media[1]),
    codec: chosen === PAYLOAD_TYPE.PCMU ? 'PCMU' : 'PCMA',
    eventType: event === undefined ? undefined : Number(event),
    direction: REPLY[direction],
  };
}

/** Writes the answer: one codec, telephone-event where offered, packets of 20 ms. */
export function writeAnswer(
  offer: AudioOffer,
  local: { readonly address: string; readonly port: number },
): string {
  const type = PAYLOAD_TYPE[offer.codec];
  const event = offer.eventType;
  const lines = [
    'v=0',
    `o=- 1 1 IN IP4 ${local.address}`,
    's=-',
    `c=IN IP4 ${local.address}`,
    't=0 0',
    `m=audio ${local.port} RTP/AVP ${type}${event === undefined ? '' : ` ${event}`}`,
    `a=rtpmap:${type} ${offer.codec}/8000`,
    ...(event === undefined ? [] : [`a=rtpmap:${event} telephone-event/8000`, `a=fmtp:${event} 0-16`]),
    'a=ptime:20',
    `a=${offer.direction}`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** Media level comes after session level and overrules it. */
function lastOf(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}
