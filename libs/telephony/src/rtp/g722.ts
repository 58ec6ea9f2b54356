import type { AudioCodec, AudioDecoder, AudioEncoder } from './audio-codec.js';
import { saturate, SubBand } from './g722-band.js';
import { ILN, ILP, Q6, QM6 } from './g722-tables.js';

/** The scale factors both sub-bands begin with (ITU-T G.722 §6.1). */
const LOW_DET = 32;
const HIGH_DET = 8;

/**
 * ITU-T G.722 at 64 kbit/s, as a codec of telephone bandwidth. G.722 splits its 16 kHz into two sub-bands of 8 kHz and
 * codes each by itself; the lower one is telephone audio already. So only that one is decoded, and sent audio has a
 * silent higher one: half of the work, and no conversion of the rate.
 */
export const g722: AudioCodec = {
  name: 'G722',
  payloadType: 9,
  decoder: () => new G722Decoder(),
  encoder: () => new G722Encoder(),
};

class G722Decoder implements AudioDecoder {
  private readonly low = new SubBand(LOW_DET);

  decode(bytes: Uint8Array, out: Int16Array): void {
    const { low } = this;
    for (let i = 0; i < bytes.length; i++) {
      const code = (bytes[i] as number) & 0x3f;
      const difference = (low.det * (QM6[code] as number)) >> 15;
      const sample = Math.max(-16_384, Math.min(16_383, low.predicted + difference));
      low.adaptLow(code);
      // A sub-band has 15 bits.
      out[i] = sample * 2;
    }
  }
}

class G722Encoder implements AudioEncoder {
  private readonly low = new SubBand(LOW_DET);
  private readonly high = new SubBand(HIGH_DET);

  encode(samples: Int16Array, out: Uint8Array): void {
    const { low, high } = this;
    for (let i = 0; i < samples.length; i++) {
      const lowCode = quantizeLow(saturate(((samples[i] as number) >> 1) - low.predicted), low.det);
      low.adaptLow(lowCode);
      const highCode = quantizeHigh(saturate(-high.predicted), high.det);
      high.adaptHigh(highCode);
      out[i] = (highCode << 6) | lowCode;
    }
  }
}

/** QUANTL: the interval that the difference falls into. */
function quantizeLow(difference: number, det: number): number {
  const magnitude = difference >= 0 ? difference : -(difference + 1);
  let interval = 1;
  while (interval < Q6.length && magnitude >= ((Q6[interval] as number) * det) >> 12) interval += 1;
  return (difference < 0 ? ILN[interval] : ILP[interval]) as number;
}

/** QUANTH. */
function quantizeHigh(difference: number, det: number): number {
  const magnitude = difference >= 0 ? difference : -(difference + 1);
  const outer = magnitude >= (564 * det) >> 12;
  if (difference < 0) return outer ? 0 : 1;
  return outer ? 2 : 3;
}
