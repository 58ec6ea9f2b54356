import { readFileSync } from 'node:fs';
import { FRAME_SAMPLES } from '@marcador/telephony/rtp/audio-codec.js';
import { pcmu, type G711Codec } from '@marcador/telephony/rtp/g711.js';

/** The files that audio/make-audio.sh makes. */
export type RecordingName =
  | 'hello-pt'
  | 'hello-es'
  | 'hello-en'
  | 'talk-pt'
  | 'talk-es'
  | 'talk-en'
  | 'voicemail-pt'
  | 'voicemail-es'
  | 'room';

/** RTP payloads of 20 ms each. */
export type Frames = readonly Uint8Array[];

const cache = new Map<string, Frames>();

/** The recording in that coding, cut into payloads. Each is read once. */
export function framesOf(name: RecordingName, codec: G711Codec): Frames {
  const key = `${name}/${codec.name}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = cut(recoded(samplesOf(name), codec), codec.silence);
  cache.set(key, made);
  return made;
}

function samplesOf(name: RecordingName): Uint8Array {
  const file = readFileSync(new URL(`../../audio/${name}.wav`, import.meta.url));
  return dataOf(file);
}

/** The samples of a RIFF/WAVE file. @throws Error when it has none */
export function dataOf(file: Buffer): Uint8Array {
  for (let at = 12; at + 8 <= file.length;) {
    const length = file.readUInt32LE(at + 4);
    if (file.toString('latin1', at, at + 4) === 'data') return file.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  throw new Error('The WAV file has no data chunk: run audio/make-audio.sh again.');
}

function recoded(ulaw: Uint8Array, codec: G711Codec): Uint8Array {
  if (codec === pcmu) return ulaw;
  const linear = new Int16Array(ulaw.length);
  pcmu.decode(ulaw, linear);
  const bytes = new Uint8Array(ulaw.length);
  codec.encode(linear, bytes);
  return bytes;
}

function cut(samples: Uint8Array, silence: number): Frames {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
    const frame = new Uint8Array(FRAME_SAMPLES).fill(silence);
    frame.set(samples.subarray(at, at + FRAME_SAMPLES));
    frames.push(frame);
  }
  return frames;
}
