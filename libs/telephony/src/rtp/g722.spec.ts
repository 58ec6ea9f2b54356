import { readFileSync } from 'node:fs';
import { g722 } from './g722.js';

/** Three tones that swell and fade, at a time in samples of 8000 Hz. */
function tones(at: number): number {
  const angle = (2 * Math.PI * at) / 8000;
  const swell = 0.5 - 0.5 * Math.cos(4 * angle);
  return (
    swell * (9000 * Math.sin(440 * angle) + 5000 * Math.sin(1230 * angle) + 2000 * Math.sin(2750 * angle))
  );
}

/** Signal to noise ratio, dB, of samples that come `delay` later than {@link tones}. */
function ratio(samples: Int16Array, delay: number): number {
  let signal = 0;
  let noise = 0;
  for (let i = 200; i < samples.length - 200; i++) {
    signal += tones(i - delay) ** 2;
    noise += ((samples[i] as number) - tones(i - delay)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

describe('G.722', () => {
  it('decodes what another encoder made of the same tones at 16 kHz', () => {
    // Made by FFmpeg's encoder, whose filter that parts the sub-bands delays them.
    const bytes = readFileSync(new URL('fixtures/tones.g722', import.meta.url));
    const samples = new Int16Array(bytes.length);
    g722.decoder().decode(bytes, samples);
    expect(ratio(samples, 5.25)).toBeGreaterThan(35);
  });

  it('goes on from packet to packet with one state', () => {
    const bytes = readFileSync(new URL('fixtures/tones.g722', import.meta.url));
    const whole = new Int16Array(bytes.length);
    g722.decoder().decode(bytes, whole);
    const decoder = g722.decoder();
    const parts = new Int16Array(bytes.length);
    for (let at = 0; at < bytes.length; at += 160) {
      decoder.decode(bytes.subarray(at, at + 160), parts.subarray(at, at + 160));
    }
    expect(parts).toEqual(whole);
  });

  it('understands itself', () => {
    const samples = Int16Array.from({ length: 4000 }, (_, i) => Math.round(tones(i)));
    const bytes = new Uint8Array(4000);
    g722.encoder().encode(samples, bytes);
    const decoded = new Int16Array(4000);
    g722.decoder().decode(bytes, decoded);
    expect(ratio(decoded, 0)).toBeGreaterThan(35);
  });

  it('keeps within 16 bits, whatever the bytes and the samples', () => {
    const noise = Uint8Array.from({ length: 16_000 }, (_, i) => (i * 2_654_435_761) >>> 24);
    const decoded = new Int16Array(noise.length);
    g722.decoder().decode(noise, decoded);
    const square = Int16Array.from({ length: 8000 }, (_, i) => ((i >> 3) % 2 === 0 ? 32_767 : -32_768));
    const bytes = new Uint8Array(square.length);
    g722.encoder().encode(square, bytes);
    g722.decoder().decode(bytes, decoded);
    expect(Math.max(...decoded.subarray(4000, 8000))).toBeGreaterThan(20_000);
  });

  it('is silent for silence', () => {
    const bytes = new Uint8Array(1600);
    g722.encoder().encode(new Int16Array(1600), bytes);
    const decoded = new Int16Array(1600);
    g722.decoder().decode(bytes, decoded);
    expect(Math.max(...decoded.map(Math.abs))).toBeLessThan(20);
  });
});
