import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readWav } from '@marcador/telephony/wav/read-wav.js';

const RATE = 8000;
/** What 1 is in 16-bit PCM. */
const FULL_SCALE = 32768;

/** One labelled recording: what answered, from the moment of answer. */
export interface Clip {
  /** Its path in the folder of clips. */
  readonly file: string;
  readonly label: 'HUMAN' | 'MACHINE';
  /** What kind of person or machine, for figures of each kind. */
  readonly category: string;
  /** Whose voice: no voice is both learned from and tried on. */
  readonly source: string;
  /** Where a beep is, ms; `undefined` without one. */
  readonly beep: { readonly atMs: number; readonly endMs: number } | undefined;
}

/**
 * Reads the labels: a CSV with the columns file, label (HUMAN or MACHINE), category, source, beep_at_ms, beep_ms.
 * @returns them by name, whatever the order of the lines is: what is learned depends on the order
 * @throws Error when a line has another label
 */
export function readLabels(csv: string): Clip[] {
  const lines: Record<string, string>[] = parse(readFileSync(csv), { columns: true, skip_empty_lines: true });
  const clips = lines.map((line): Clip => {
    const {
      file = '',
      label,
      category = '',
      source = '',
      beep_at_ms: beepAt = '',
      beep_ms: beepMs = '',
    } = line;
    if (label !== 'HUMAN' && label !== 'MACHINE')
      throw new Error(`${csv}: the label of ${file} is neither HUMAN nor MACHINE.`);
    const atMs = Number(beepAt);
    const beep = beepAt === '' ? undefined : { atMs, endMs: atMs + Number(beepMs) };
    return { file, label, category, source, beep };
  });
  return clips.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * Reads a WAV file of 8000 Hz as 16-bit samples.
 * @throws Error when its rate is another, or it cannot be read
 */
export function readClip(folder: string, file: string): Int16Array {
  const path = join(folder, file);
  const wav = readWav(readFileSync(path));
  if (wav.rate !== RATE) throw new Error(`${path} is not of ${RATE} Hz: convert it first.`);
  const heard = new Float32Array(wav.length);
  wav.read(0, heard);
  return Int16Array.from(heard, (sample) => Math.round(sample * FULL_SCALE));
}
