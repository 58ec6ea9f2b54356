import { pcma, pcmu } from '../rtp/g711.js';

/** What of a file keeps it from being read. */
export type WavFault =
  | { readonly kind: 'no-wav' }
  /** `format`: its number in the file (RFC 2361). */
  | { readonly kind: 'unknown-coding'; readonly format: number; readonly bits: number }
  | { readonly kind: 'unusable-rate'; readonly rate: number };

/** A file cannot be read. */
export class WavError extends Error {
  override readonly name = 'WavError';

  constructor(readonly fault: WavFault) {
    super(`The file cannot be read: ${fault.kind}.`);
  }
}

/** A RIFF/WAVE file that can be read. */
export interface Wav {
  /** Hz. */
  readonly rate: number;
  /** How many samples each channel has. */
  readonly length: number;
  /** Writes the mean of the channels, −1 to 1, of the samples from `from` on, as many as `out` has room for. */
  read(from: number, out: Float32Array): void;
}

/** Sampling rates that telephones, studios and computers use lie between, Hz. */
export const WAV_RATES = { min: 4000, max: 192_000 } as const;

const PCM = 1;
const FLOAT = 3;
const ALAW = 6;
const ULAW = 7;
const EXTENSIBLE = 0xfffe;
const FMT_BYTES = 16;
/** Where an extensible format says what it is: the first two bytes of its sub-format. */
const SUB_FORMAT_AT = 24;
const MOST_CHANNELS = 8;
/** A file of studios has a dozen; what has this many is none, and would take seconds to go through. */
const MOST_CHUNKS = 1000;

/**
 * Reads the head of a RIFF/WAVE file (Microsoft/IBM "Multimedia Programming Interface and Data Specifications 1.0"):
 * linear PCM of 8, 16, 24 or 32 bits, floating point, A-law and µ-law, 1 to 8 channels. A file that breaks off, or whose
 * writer did not know its length (0 in a file of another length than it says, or as much as there could be), ends with
 * its last whole sample.
 * @throws WavError
 */
export function readWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { format, data } = chunksOf(view);
  const declared = format.getUint16(0, true);
  const hasSubFormat = declared === EXTENSIBLE && format.byteLength >= SUB_FORMAT_AT + 2;
  const coding = hasSubFormat ? format.getUint16(SUB_FORMAT_AT, true) : declared;
  const channels = format.getUint16(2, true);
  const rate = format.getUint32(4, true);
  const bits = format.getUint16(14, true);
  const sampleAt = readerOf(coding, bits);
  if (sampleAt === undefined || channels === 0 || channels > MOST_CHANNELS)
    throw new WavError({ kind: 'unknown-coding', format: coding, bits });
  if (rate < WAV_RATES.min || rate > WAV_RATES.max) throw new WavError({ kind: 'unusable-rate', rate });
  const sampleBytes = bits / 8;
  const frameBytes = sampleBytes * channels;
  return {
    rate,
    length: Math.floor(data.byteLength / frameBytes),
    read(from, out) {
      for (let i = 0; i < out.length; i++) {
        let sum = 0;
        const at = (from + i) * frameBytes;
        for (let channel = 0; channel < channels; channel++)
          sum += sampleAt(data, at + channel * sampleBytes);
        out[i] = sum / channels;
      }
    },
  };
}

function chunksOf(view: DataView): { format: DataView; data: DataView } {
  const no = new WavError({ kind: 'no-wav' });
  if (view.byteLength < 12 || nameAt(view, 0) !== 'RIFF' || nameAt(view, 8) !== 'WAVE') throw no;
  let format: DataView | undefined;
  let at = 12;
  for (let chunks = 0; chunks < MOST_CHUNKS && at + 8 <= view.byteLength; chunks++) {
    const name = nameAt(view, at);
    const size = view.getUint32(at + 4, true);
    if (name === 'fmt ' && size >= FMT_BYTES) format = bodyOf(view, at, size);
    if (name === 'data') {
      if (format === undefined) throw no;
      return { format, data: bodyOf(view, at, size === 0 && !isFinished(view) ? Infinity : size) };
    }
    at += 8 + size + (size % 2);
  }
  throw no;
}

/** Its writer has come back to its head and said how long it is: a byte more or less is padding. */
function isFinished(view: DataView): boolean {
  return Math.abs(view.getUint32(4, true) + 8 - view.byteLength) <= 1;
}

function bodyOf(view: DataView, at: number, size: number): DataView {
  const left = view.byteLength - at - 8;
  return new DataView(view.buffer, view.byteOffset + at + 8, Math.min(size, left));
}

function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}

type ReadSample = (data: DataView, at: number) => number;

function readerOf(coding: number, bits: number): ReadSample | undefined {
  return READERS[`${coding}/${bits}`];
}

const READERS: Readonly<Record<string, ReadSample>> = {
  [`${PCM}/8`]: (data, at) => (data.getUint8(at) - 128) / 2 ** 7,
  [`${PCM}/16`]: (data, at) => data.getInt16(at, true) / 2 ** 15,
  [`${PCM}/24`]: (data, at) => (data.getInt16(at + 1, true) * 256 + data.getUint8(at)) / 2 ** 23,
  [`${PCM}/32`]: (data, at) => data.getInt32(at, true) / 2 ** 31,
  [`${FLOAT}/32`]: (data, at) => finite(data.getFloat32(at, true)),
  [`${FLOAT}/64`]: (data, at) => finite(data.getFloat64(at, true)),
  [`${ALAW}/8`]: (data, at) => alaw[data.getUint8(at)] as number,
  [`${ULAW}/8`]: (data, at) => ulaw[data.getUint8(at)] as number,
};

function finite(sample: number): number {
  return Number.isFinite(sample) ? sample : 0;
}

const alaw = tableOf(pcma);
const ulaw = tableOf(pcmu);

function tableOf(codec: typeof pcma): Float64Array {
  const linear = new Int16Array(256);
  codec.decode(
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    linear,
  );
  return Float64Array.from(linear, (sample) => sample / 2 ** 15);
}
