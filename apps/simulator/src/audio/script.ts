import { FRAME_MS } from '@marcador/telephony/rtp/media-clock.js';
import type { G711Codec } from '@marcador/telephony/rtp/g711.js';
import { framesOf, type RecordingName } from './recordings.js';

/** What is heard from the answer on: pauses in ms and recordings in turn, then the noise of the room for ever. */
export type Script = readonly (number | RecordingName)[];

/** How many payloads a script has before the room alone is heard. */
export function framesIn(script: Script, codec: G711Codec): number {
  const lengths = script.map((part) =>
    typeof part === 'string' ? framesOf(part, codec).length : Math.ceil(part / FRAME_MS),
  );
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** The payloads of a script, one for each 20 ms, without end. */
export function* performance(script: Script, codec: G711Codec): Generator<Uint8Array, never> {
  const room = framesOf('room', codec);
  let background = 0;
  const silence = () => room[background++ % room.length] as Uint8Array;
  for (const part of script) {
    if (typeof part === 'string') yield* framesOf(part, codec);
    else for (let frame = 0; frame < part / FRAME_MS; frame++) yield silence();
  }
  for (;;) yield silence();
}
