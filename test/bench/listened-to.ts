import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Sipp } from './sipp.js';

/** Of the person who answers, until the first word. */
const SILENCE_MS = 2000;
const WAVE_HEAD = 58;

/** A callee who answers after so long, and says hello until the call is transferred. @param folder for the audio */
export async function startListenedTo(
  folder: string,
  ringingMs: number,
  args: readonly string[] = [],
): Promise<Sipp> {
  const wave = await readFile(new URL('../../../apps/simulator/audio/hello-en.wav', import.meta.url));
  const silence = (ms: number) => Buffer.alloc(8 * ms, 0xff);
  const speech = Buffer.concat([silence(SILENCE_MS), wave.subarray(WAVE_HEAD), silence(5000)]);
  await writeFile(join(folder, 'hello.ulaw'), speech);
  return Sipp.start('listened-to', ['-d', String(ringingMs), ...args], folder);
}
