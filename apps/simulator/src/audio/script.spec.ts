import { FRAME_SAMPLES } from '@marcador/telephony/rtp/audio-codec.js';
import { pcma, pcmu } from '@marcador/telephony/rtp/g711.js';
import { dataOf, framesOf } from './recordings.js';
import { performance } from './script.js';

function peakOf(frame: Uint8Array, codec = pcmu): number {
  const linear = new Int16Array(frame.length);
  codec.decode(frame, linear);
  return Math.max(...linear.map(Math.abs));
}

it('plays pauses and recordings in turn, then the room for ever', () => {
  const playing = performance([100, 'hello-pt'], pcmu);
  const frames = Array.from({ length: 5000 }, () => playing.next().value);
  const hello = framesOf('hello-pt', pcmu);
  expect(frames.slice(5, 5 + hello.length)).toEqual(hello);
  for (const frame of [...frames.slice(0, 5), ...frames.slice(5 + hello.length)]) {
    expect(peakOf(frame)).toBeLessThan(500);
  }
});

it('says the same in A-law as in µ-law', () => {
  const [ulaw, alaw] = [framesOf('talk-en', pcmu), framesOf('talk-en', pcma)];
  expect(alaw).toHaveLength(ulaw.length);
  const loudest = (frames: readonly Uint8Array[], codec: typeof pcmu) =>
    Math.max(...frames.map((frame) => peakOf(frame, codec)));
  const ratio = loudest(alaw, pcma) / loudest(ulaw, pcmu);
  expect(ratio).toBeGreaterThan(0.95);
  expect(ratio).toBeLessThan(1.05);
});

it('ends a voicemail greeting with a beep', () => {
  for (const [name, hertz] of [
    ['voicemail-pt', 1000],
    ['voicemail-es', 1400],
  ] as const) {
    const frames = framesOf(name, pcmu).slice(-12, -4);
    for (const frame of frames) expect(crossings(frame) * 25).toBeCloseTo(hertz, -2);
  }
});

it('fills the last frame of a recording with silence', () => {
  for (const frame of framesOf('hello-en', pcmu)) expect(frame).toHaveLength(FRAME_SAMPLES);
});

it('refuses a file without samples', () => {
  expect(() => dataOf(Buffer.from('RIFF0000WAVEfmt '))).toThrow(/make-audio/);
});

/** Changes of sign in 20 ms: 25 of them a second are one period every 40 ms. */
function crossings(frame: Uint8Array): number {
  const linear = new Int16Array(frame.length);
  pcmu.decode(frame, linear);
  let count = 0;
  for (let i = 1; i < linear.length; i++) if ((linear[i - 1] ?? 0) < 0 !== (linear[i] ?? 0) < 0) count++;
  return count;
}
