import { pcma, pcmu } from '../rtp/g711.js';
import { WavError } from './read-wav.js';
import { telephoneAudio } from './telephone-audio.js';
import { writeWav } from './write-wav.js';

const LONGEST_MS = 10_000;
const SECONDS = 1;

interface Shape {
  readonly format?: number;
  readonly bits?: number;
  readonly channels?: number;
  readonly rate?: number;
  /** What stands before the data, and how much the file says there is. */
  readonly before?: Buffer;
  readonly dataSize?: number;
}

const PLAIN = { format: 1, bits: 16, channels: 1, rate: 8000 };

/** A file with a sample of each channel, written by `put`, at each instant. */
function wav(
  shape: Shape,
  put: (data: Buffer, at: number, value: number, channel: number) => void,
  valueAt: (second: number) => number,
): Buffer {
  const { format, bits, channels, rate } = { ...PLAIN, ...shape };
  const frame = (bits / 8) * channels;
  const data = Buffer.alloc(SECONDS * rate * frame);
  for (let i = 0; i < SECONDS * rate; i++)
    for (let channel = 0; channel < channels; channel++)
      put(data, i * frame + (channel * bits) / 8, valueAt(i / rate), channel);
  const fmt = Buffer.alloc(24);
  fmt.write('fmt ', 0);
  fmt.writeUInt32LE(16, 4);
  fmt.writeUInt16LE(format, 8);
  fmt.writeUInt16LE(channels, 10);
  fmt.writeUInt32LE(rate, 12);
  fmt.writeUInt32LE(rate * frame, 16);
  fmt.writeUInt16LE(frame, 20);
  fmt.writeUInt16LE(bits, 22);
  const head = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
  const dataHead = Buffer.alloc(8);
  dataHead.write('data', 0);
  dataHead.writeUInt32LE(shape.dataSize ?? data.length, 4);
  return Buffer.concat([head, fmt, shape.before ?? Buffer.alloc(0), dataHead, data]);
}

const tone = (hertz: number, level = 0.5) => {
  return (second: number) => level * Math.sin(2 * Math.PI * hertz * second);
};
const int16 = (data: Buffer, at: number, value: number) =>
  void data.writeInt16LE(Math.round(value * 32767), at);
const g711 = (codec: typeof pcma) => (data: Buffer, at: number, value: number) => {
  codec.encode(Int16Array.of(value * 32767), data.subarray(at, at + 1));
};

/** How strong the tone is in the middle of the audio, 0 to 1. */
function levelAt(samples: Int16Array, hertz: number): number {
  const middle = samples.subarray(samples.length / 4, (samples.length * 3) / 4);
  let [inPhase, quadrature] = [0, 0];
  middle.forEach((sample, i) => {
    const angle = (2 * Math.PI * hertz * i) / 8000;
    inPhase += sample * Math.cos(angle);
    quadrature += sample * Math.sin(angle);
  });
  return (2 * Math.hypot(inPhase, quadrature)) / middle.length / 32768;
}

function rms(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length) / 32768;
}

describe('a WAV file for the telephone', () => {
  it.each<[string, Shape, Parameters<typeof wav>[1]]>([
    ['8 bits', { bits: 8 }, (data, at, value) => data.writeUInt8(Math.round(128 + value * 127), at)],
    ['16 bits', {}, int16],
    ['24 bits', { bits: 24 }, (data, at, value) => data.writeIntLE(Math.round(value * (2 ** 23 - 1)), at, 3)],
    ['32 bits', { bits: 32 }, (data, at, value) => data.writeInt32LE(Math.round(value * (2 ** 31 - 1)), at)],
    ['floats', { format: 3, bits: 32 }, (data, at, value) => data.writeFloatLE(value, at)],
    ['doubles', { format: 3, bits: 64 }, (data, at, value) => data.writeDoubleLE(value, at)],
    ['A-law', { format: 6, bits: 8 }, g711(pcma)],
    ['µ-law', { format: 7, bits: 8 }, g711(pcmu)],
  ])('keeps what it says in %s', async (_name, shape, put) => {
    const samples = await telephoneAudio(wav(shape, put, tone(1000)), LONGEST_MS);
    expect(samples).toHaveLength(8000);
    expect(levelAt(samples, 1000)).toBeCloseTo(0.5, 1);
    expect(rms(samples)).toBeCloseTo(0.5 / Math.SQRT2, 1);
  });

  it('is heard from all channels', async () => {
    const put = (data: Buffer, at: number, value: number, channel: number) =>
      int16(data, at, channel === 0 ? value : 0);
    const samples = await telephoneAudio(wav({ channels: 2 }, put, tone(1000)), LONGEST_MS);
    expect(samples).toHaveLength(8000);
    expect(levelAt(samples, 1000)).toBeCloseTo(0.25, 2);
  });

  it.each([6000, 11_025, 16_000, 22_050, 44_100, 44_056, 48_000, 192_000])(
    'keeps the band of the telephone when it was sampled at %i Hz',
    async (rate) => {
      for (const hertz of [300, 1000, 2500]) {
        const samples = await telephoneAudio(wav({ rate }, int16, tone(hertz)), LONGEST_MS);
        expect(Math.abs(samples.length - 8000)).toBeLessThanOrEqual(1);
        expect(levelAt(samples, hertz)).toBeCloseTo(0.5, 2);
        expect(rms(samples)).toBeCloseTo(0.5 / Math.SQRT2, 2);
      }
    },
  );

  it.each([
    [44_100, 4500],
    [44_100, 7000],
    [48_000, 9000],
    [16_000, 5000],
  ])('sampled at %i Hz loses %i Hz, which would come back as another tone', async (rate, hertz) => {
    const samples = await telephoneAudio(wav({ rate }, int16, tone(hertz)), LONGEST_MS);
    expect(20 * Math.log10(rms(samples.subarray(400, -400)) / 0.5)).toBeLessThan(-60);
  });

  it.each([0, 0xffffffff])(
    'may have other chunks before its data, and say %i of its length',
    async (dataSize) => {
      const before = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
      const file = wav({ before, dataSize }, int16, tone(1000));
      expect(await telephoneAudio(file, LONGEST_MS)).toHaveLength(8000);
    },
  );

  it('may be extensible', async () => {
    const plain = wav({}, int16, tone(1000));
    const extension = Buffer.alloc(24);
    extension.writeUInt16LE(22, 0);
    extension.writeUInt16LE(1, 8);
    const file = Buffer.concat([plain.subarray(0, 36), extension, plain.subarray(36)]);
    file.writeUInt32LE(40, 16);
    file.writeUInt16LE(0xfffe, 20);
    expect(levelAt(await telephoneAudio(file, LONGEST_MS), 1000)).toBeCloseTo(0.5, 2);
  });

  it('is not read beyond what is allowed, and can be told from one that ends there', async () => {
    const file = wav({}, int16, tone(1000));
    expect(await telephoneAudio(file, 500)).toHaveLength(4001);
    expect(await telephoneAudio(file, 1000)).toHaveLength(8000);
  });

  it('ends where it breaks off', async () => {
    const file = wav({}, int16, tone(1000));
    expect(await telephoneAudio(file.subarray(0, 44 + 2001), LONGEST_MS)).toHaveLength(1000);
  });

  it.each([
    ['is empty where the file says how long it is', true, 0],
    ['goes on to the end where its writer never came back to the head', false, 8000],
  ])('of length 0 %s', async (_what, isFinished, samples) => {
    const file = wav({ dataSize: 0 }, int16, tone(400));
    if (isFinished) file.writeUInt32LE(file.length - 8, 4);
    expect(await telephoneAudio(file, LONGEST_MS)).toHaveLength(samples);
  });

  it('that is too loud is clipped, and does not turn over', async () => {
    const put = (data: Buffer, at: number, value: number) => data.writeFloatLE(value, at);
    const samples = await telephoneAudio(
      wav({ format: 3, bits: 32 }, put, () => 1.5),
      LONGEST_MS,
    );
    expect(new Set(samples.subarray(100, -100))).toEqual(new Set([32767]));
  });

  it('that was written here is read as it is', async () => {
    const samples = Int16Array.from({ length: 800 }, (_, i) => Math.round(9000 * tone(1000)(i / 8000)));
    expect(await telephoneAudio(writeWav(samples), LONGEST_MS)).toEqual(samples);
  });

  it.each<[string, Buffer, object]>([
    ['an MP3 file', Buffer.from('ID3\x03\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1'), { kind: 'no-wav' }],
    ['nothing', Buffer.alloc(0), { kind: 'no-wav' }],
    ['a head alone', Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), { kind: 'no-wav' }],
    ['data without a format', Buffer.from('RIFF\0\0\0\0WAVEdata\0\0\0\0', 'latin1'), { kind: 'no-wav' }],
    ['GSM', wav({ format: 49 }, int16, tone(1)), { kind: 'unknown-coding', format: 49, bits: 16 }],
    ['no channel', wav({ channels: 0 }, int16, tone(1)), { kind: 'unknown-coding', format: 1, bits: 16 }],
    ['a strange rate', wav({ rate: 300 }, int16, tone(1)), { kind: 'unusable-rate', rate: 300 }],
    [
      'a rate of no common step',
      wav({ rate: 191_999 }, int16, tone(1)),
      { kind: 'unusable-rate', rate: 191_999 },
    ],
    ['chunks without end', wav({ before: Buffer.alloc(8 * 1000) }, int16, tone(1)), { kind: 'no-wav' }],
  ])('is not %s', async (_name, file, fault) => {
    const error: unknown = await telephoneAudio(file, LONGEST_MS).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WavError);
    expect(error).toMatchObject({ fault });
  });
});
