import { pcmu } from '@marcador/telephony/rtp/g711.js';

/** A sine of 440 Hz at a third of full scale, as 16-bit samples. */
function toneSamples(seconds: number, rate = 8000): Int16Array {
  return Int16Array.from({ length: seconds * rate }, (_, i) =>
    Math.round(11_000 * Math.sin((2 * Math.PI * 440 * i) / rate)),
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
export function toneWav(seconds: number, rate: number): Buffer {
  const samples = toneSamples(seconds, rate);
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
