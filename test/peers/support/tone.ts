import { pcmu } from '@marcador/telephony/rtp/g711.js';

/** A sine of 440 Hz at a third of full scale, as 16-bit samples at 8000 Hz. */
function toneSamples(seconds: number): Int16Array {
  return Int16Array.from({ length: seconds * 8000 }, (_, i) =>
    Math.round(11_000 * Math.sin((2 * Math.PI * 440 * i) / 8000)),
  );
}

/** The same as µ-law bytes. */
export function tone(seconds: number): Uint8Array {
  const samples = toneSamples(seconds);
  const bytes = new Uint8Array(samples.length);
  pcmu.encode(samples, bytes);
  return bytes;
}

/** The same as a WAV file. */
export function toneWav(seconds: number): Buffer {
  const samples = toneSamples(seconds);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length * 2, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length * 2, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}
