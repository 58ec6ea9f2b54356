import fc from 'fast-check';
import { pcma, pcmu, type G711Codec } from './g711.js';

const decodeOne = (codec: G711Codec, byte: number) => {
  const out = new Int16Array(1);
  codec.decode(Uint8Array.of(byte), out);
  return out[0];
};
const encodeOne = (codec: G711Codec, sample: number) => {
  const out = new Uint8Array(1);
  codec.encode(Int16Array.of(sample), out);
  return out[0];
};

describe('G.711', () => {
  it.each([
    ['PCMU', pcmu, 0xff, 0],
    ['PCMU', pcmu, 0x80, 32124],
    ['PCMU', pcmu, 0x00, -32124],
    ['PCMU', pcmu, 0xf0, 120],
    ['PCMA', pcma, 0xd5, 8],
    ['PCMA', pcma, 0x55, -8],
    ['PCMA', pcma, 0xaa, 32256],
    ['PCMA', pcma, 0x2a, -32256],
  ] as const)('%s decodes the reference value of byte %#', (_name, codec, byte, value) => {
    expect(decodeOne(codec, byte)).toBe(value);
  });

  it.each([pcmu, pcma])('$name: every byte but negative zero survives decoding and encoding', (codec) => {
    const lost = Array.from({ length: 256 }, (_, byte) => byte).filter(
      (byte) => encodeOne(codec, decodeOne(codec, byte) ?? 0) !== byte,
    );
    expect(lost).toEqual(codec === pcmu ? [0x7f] : []);
  });

  it.each([pcmu, pcma])(
    '$name: a decoded sample is as near as the quantisation of its size allows',
    (codec) => {
      fc.assert(
        fc.property(fc.integer({ min: -32768, max: 32767 }), (sample) => {
          const decoded = decodeOne(codec, encodeOne(codec, sample) ?? 0) ?? 0;
          expect(Math.abs(decoded - sample)).toBeLessThanOrEqual(Math.max(16, Math.abs(sample) / 16));
        }),
      );
    },
  );

  it.each([pcmu, pcma])('$name: its silence byte is the quietest value', (codec) => {
    expect(Math.abs(decodeOne(codec, codec.silence) ?? 99)).toBeLessThanOrEqual(8);
  });
});
