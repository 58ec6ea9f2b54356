import { setImmediate } from 'node:timers/promises';
import { Resampler } from './resampler.js';
import { readWav, WavError } from './read-wav.js';

/** The rate of all audio outside the codecs, Hz. */
const RATE = 8000;
/** Converted at once: nothing else runs meanwhile. */
const PIECE = RATE / 20;

/**
 * Makes of a WAV file what a telephone plays: 16-bit linear PCM, mono, 8000 Hz. Long files leave time to others meanwhile.
 * @param longestMs what comes after is not converted; the result then is longer by a sample
 * @throws WavError
 */
export async function telephoneAudio(bytes: Uint8Array, longestMs: number): Promise<Int16Array> {
  const wav = readWav(bytes);
  if (!Resampler.canChange(wav.rate, RATE)) throw new WavError({ kind: 'unusable-rate', rate: wav.rate });
  const resampler = new Resampler(wav.rate, RATE);
  const length = Math.min(resampler.lengthOf(wav.length), (longestMs * RATE) / 1000 + 1);
  const samples = new Int16Array(length);
  for (let from = 0; from < length; from += PIECE) {
    const piece = new Float32Array(Math.min(PIECE, length - from));
    if (wav.rate === RATE) wav.read(from, piece);
    else resampler.resample(wav.length, (at, out) => wav.read(at, out), from, piece);
    piece.forEach((sample, i) => (samples[from + i] = toInt16(sample)));
    await setImmediate();
  }
  return samples;
}

function toInt16(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
}
