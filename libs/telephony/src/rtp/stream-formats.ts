import type { FormatName, MediaAgreement } from '../media/media-agreement.js';
import type { AudioCodec, AudioDecoder, CodecName } from './audio-codec.js';
import { COMFORT_NOISE } from './audio-receiver.js';
import type { SendFormat } from './audio-sender.js';
import { pcma, pcmu } from './g711.js';
import { g722 } from './g722.js';

const SAMPLES_PER_MS = 8;
const CODECS: Readonly<Record<CodecName, AudioCodec>> = { PCMA: pcma, PCMU: pcmu, G722: g722 };

/** The codec of a name. */
export function codecOf(name: CodecName): AudioCodec {
  return CODECS[name];
}

type Received = AudioDecoder | typeof COMFORT_NOISE | 'event';

/** What the payload types of a stream stand for in either direction, with the state of its codecs. */
export class StreamFormats {
  /** What audio is sent as. */
  readonly sending: SendFormat;
  private readonly receives: ReadonlyMap<number, Received>;

  constructor({ receives, codec, payloadType, eventPayloadType, ptimeMs }: StreamAgreement) {
    this.receives = new Map(receives.map((each) => [each.payloadType, receivedAs(each.format)]));
    const packetSamples = ptimeMs * SAMPLES_PER_MS;
    this.sending = { payloadType, encoder: codecOf(codec).encoder(), packetSamples, eventPayloadType };
  }

  knows(payloadType: number): boolean {
    return this.receives.has(payloadType);
  }

  isEvent(payloadType: number): boolean {
    return this.receives.get(payloadType) === 'event';
  }

  decoderOf(payloadType: number): AudioDecoder | typeof COMFORT_NOISE | undefined {
    const received = this.receives.get(payloadType);
    return received === 'event' ? undefined : received;
  }
}

type StreamAgreement = Pick<
  MediaAgreement,
  'receives' | 'codec' | 'payloadType' | 'eventPayloadType' | 'ptimeMs'
>;

function receivedAs(format: FormatName): Received {
  if (format === 'telephone-event') return 'event';
  return format === 'CN' ? COMFORT_NOISE : codecOf(format).decoder();
}
