import { performance, type Script } from '@marcador/simulator/audio/script.js';
import { pcmu } from '@marcador/telephony/rtp/g711.js';

const RATE = 8000;
const FRAMES_A_SECOND = 50;

/** A sine of 440 Hz at a third of full scale, as 16-bit samples at 8000 Hz. */
export function tone(seconds: number): Int16Array {
  return Int16Array.from({ length: seconds * RATE }, (_, i) =>
    Math.round(11_000 * Math.sin((2 * Math.PI * 440 * i) / RATE)),
  );
}

/** The begin of what the simulator's people and machines say, as 16-bit samples at 8000 Hz. */
export function speech(script: Script, seconds: number): Int16Array {
  const playing = performance(script, pcmu);
  const frames = Array.from({ length: seconds * FRAMES_A_SECOND }, () => playing.next().value);
  const bytes = Buffer.concat(frames);
  const samples = new Int16Array(bytes.length);
  pcmu.decode(bytes, samples);
  return samples;
}

/** Samples as µ-law bytes. */
export function ulaw(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  pcmu.encode(samples, bytes);
  return bytes;
}

/** Samples at 8000 Hz as a WAV file, at twice the rate for G.722. */
export function wav(telephone: Int16Array, rate: 8000 | 16_000): Buffer {
  const samples = rate === RATE ? telephone : doubled(telephone);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length * 2, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(2 * rate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length * 2, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}

function doubled(samples: Int16Array): Int16Array {
  return Int16Array.from({ length: 2 * samples.length }, (_, i) => {
    const [before, after] = [samples[i >> 1] ?? 0, samples[(i + 1) >> 1] ?? 0];
    return (before + after) / 2;
  });
}
