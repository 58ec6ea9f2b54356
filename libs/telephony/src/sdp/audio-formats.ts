import type { CodecName } from '../rtp/audio-codec.js';
import { codecOf } from '../rtp/stream-formats.js';
import type { FormatName, MediaAgreement } from '../media/media-agreement.js';
import type { SdpMedia } from './session-description.js';

/** A format under a payload type, as an m= section lists it. */
export interface OfferedFormat {
  readonly payloadType: number;
  readonly format: FormatName;
}

/** The payload type of telephone-event in our offers. */
const EVENT_PAYLOAD_TYPE = 101;
/** The static one of comfort noise (RFC 3389 §4). */
const CN_PAYLOAD_TYPE = 13;

const CODECS: readonly CodecName[] = ['PCMU', 'PCMA', 'G722'];
/** Payload types that mean something without a=rtpmap (RFC 3551 §6). */
const STATIC: ReadonlyMap<number, FormatName> = new Map<number, FormatName>([
  ...CODECS.map((name): [number, FormatName] => [codecOf(name).payloadType, name]),
  [CN_PAYLOAD_TYPE, 'CN'],
]);
const BY_ENCODING: ReadonlyMap<string, FormatName> = new Map(
  [...CODECS, 'CN' as const, 'telephone-event' as const].map((name) => [`${name.toUpperCase()}/8000`, name]),
);

/** What we offer: the codecs in order of preference, comfort noise and telephone-events. */
export function ownFormats(codecs: readonly CodecName[]): OfferedFormat[] {
  return [
    ...codecs.map((name) => ({ payloadType: codecOf(name).payloadType, format: name })),
    { payloadType: CN_PAYLOAD_TYPE, format: 'CN' },
    { payloadType: EVENT_PAYLOAD_TYPE, format: 'telephone-event' },
  ];
}

/** What a section lists of what we understand, in its order. @param codecs those we want to speak */
export function formatsOf(media: SdpMedia, codecs: readonly CodecName[]): OfferedFormat[] {
  return media.payloadTypes.flatMap((payloadType) => {
    const encoding = media.encodings.get(payloadType);
    const format = encoding === undefined ? STATIC.get(payloadType) : BY_ENCODING.get(encoding);
    const wanted = format !== undefined && (!isCodec(format) || codecs.includes(format));
    return wanted ? [{ payloadType, format }] : [];
  });
}

/** What of a section's formats audio and keys are sent as; `undefined` when it has no codec. */
export function sendingOf(
  formats: readonly OfferedFormat[],
): Pick<MediaAgreement, 'codec' | 'payloadType' | 'eventPayloadType'> | undefined {
  for (const { payloadType, format } of formats) {
    if (!isCodec(format)) continue;
    const event = formats.find((each) => each.format === 'telephone-event');
    return { codec: format, payloadType, eventPayloadType: event?.payloadType };
  }
  return undefined;
}

/** The lines that describe formats (RFC 8866 §6.6, RFC 4733 §2.5). */
export function formatLines(formats: readonly OfferedFormat[]): string[] {
  return formats.flatMap(({ payloadType, format }) => [
    `a=rtpmap:${payloadType} ${format}/8000`,
    ...(format === 'telephone-event' ? [`a=fmtp:${payloadType} 0-15`] : []),
  ]);
}

function isCodec(format: FormatName): format is CodecName {
  return format !== 'CN' && format !== 'telephone-event';
}
