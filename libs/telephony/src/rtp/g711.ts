import type { AudioCodec, AudioDecoder, AudioEncoder } from './audio-codec.js';

const ULAW_BIAS = 0x84;
const ULAW_CLIP = 32635;

/** The name of a G.711 variant in SDP (RFC 3551 §4.5.14). */
export type G711Name = 'PCMU' | 'PCMA';

/** One variant of ITU-T G.711: 16-bit linear PCM to bytes and back, by tables. */
export interface G711Codec extends AudioCodec, AudioDecoder, AudioEncoder {
  readonly name: G711Name;
  /** The byte of digital silence. */
  readonly silence: number;
}

/** µ-law, G.711 table 2; values scaled to 16 bit. */
export const pcmu: G711Codec = makeCodec('PCMU', 0, 0xff, decodeUlawByte, encodeUlawSample);

/** A-law, G.711 table 1; values scaled to 16 bit. */
export const pcma: G711Codec = makeCodec('PCMA', 8, 0xd5, decodeAlawByte, encodeAlawSample);

function makeCodec(
  name: G711Name,
  payloadType: 0 | 8,
  silence: number,
  decodeByte: (byte: number) => number,
  encodeSample: (sample: number) => number,
): G711Codec {
  const linear = Int16Array.from({ length: 256 }, (_, byte) => decodeByte(byte));
  // Indexed by the sample as an unsigned 16-bit number.
  const bytes = Uint8Array.from({ length: 65536 }, (_, index) =>
    encodeSample(index < 32768 ? index : index - 65536),
  );
  const codec: G711Codec = {
    name,
    payloadType,
    silence,
    // It has no state: one serves all streams.
    decoder: () => codec,
    encoder: () => codec,
    decode(input, out) {
      for (let i = 0; i < input.length; i++) out[i] = linear[input[i] as number] as number;
    },
    encode(samples, out) {
      for (let i = 0; i < samples.length; i++) out[i] = bytes[(samples[i] as number) & 0xffff] as number;
    },
  };
  return codec;
}

function encodeUlawSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const biased = Math.min(Math.abs(sample), ULAW_CLIP) + ULAW_BIAS;
  const exponent = 24 - Math.clz32(biased);
  const mantissa = (biased >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function decodeUlawByte(byte: number): number {
  const bits = ~byte & 0xff;
  const exponent = (bits >> 4) & 0x07;
  const magnitude = ((((bits & 0x0f) << 3) + ULAW_BIAS) << exponent) - ULAW_BIAS;
  return (bits & 0x80) !== 0 ? -magnitude : magnitude;
}

function encodeAlawSample(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32767) >> 4;
  const exponent = magnitude < 16 ? 0 : 28 - Math.clz32(magnitude);
  const mantissa = (magnitude >> Math.max(0, exponent - 1)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}

function decodeAlawByte(byte: number): number {
  const bits = byte ^ 0x55;
  const exponent = (bits >> 4) & 0x07;
  const mantissa = bits & 0x0f;
  const magnitude = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return (bits & 0x80) !== 0 ? magnitude : -magnitude;
}
