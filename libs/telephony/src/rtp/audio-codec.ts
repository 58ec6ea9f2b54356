/** Samples of one 20 ms frame at 8000 Hz, the rate of all audio outside the codecs. */
export const FRAME_SAMPLES = 160;

/** Turns payload bytes into audio. May keep a state from packet to packet. */
export interface AudioDecoder {
  /** Decodes one 16-bit sample at 8000 Hz of each byte, into `out` from its beginning. `out` must have the room. */
  decode(bytes: Uint8Array, out: Int16Array): void;
}

/** Turns audio into payload bytes. May keep a state from packet to packet. */
export interface AudioEncoder {
  /** Encodes each 16-bit sample at 8000 Hz into one byte, into `out` from its beginning. `out` must have the room. */
  encode(samples: Int16Array, out: Uint8Array): void;
}

/** The name of a codec in SDP (RFC 3551 §6). */
export type CodecName = 'PCMU' | 'PCMA' | 'G722';

/**
 * A codec of 64 kbit/s whose RTP clock is 8000 Hz: a byte of payload is a tick of the timestamp and a sample of audio.
 * For G.722 too: its clock rate is 8000 by an old mistake (RFC 3551 §4.5.2), and of its 16 kHz only the lower half
 * of the band is used here.
 */
export interface AudioCodec {
  readonly name: CodecName;
  /** Its static RTP payload type (RFC 3551 §6). */
  readonly payloadType: number;
  decoder(): AudioDecoder;
  encoder(): AudioEncoder;
}
