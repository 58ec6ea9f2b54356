import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import wavefile from 'wavefile';
import { pcma, pcmu } from '@marcador/telephony/rtp/g711.js';

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

/** WAVE format tags (RFC 2361). */
const PCM = 1;
const A_LAW = 6;
const MU_LAW = 7;

/**
 * Reads the labels: a CSV with the columns file, label (HUMAN or MACHINE), category, source, beep_at_ms, beep_ms.
 * @throws Error when a line has another label
 */
export function readLabels(csv: string): Clip[] {
  const lines: Record<string, string>[] = parse(readFileSync(csv), { columns: true, skip_empty_lines: true });
  return lines.map((line) => {
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
}

/**
 * Reads a WAV file of 8000 Hz, mono, G.711 or 16-bit PCM, as 16-bit samples.
 * @throws Error when it is anything else
 */
export function readClip(folder: string, file: string): Int16Array {
  const path = join(folder, file);
  const wav = new wavefile.WaveFile(readFileSync(path));
  const { audioFormat, numChannels, sampleRate } = wav.fmt as Record<string, number>;
  const { samples: bytes } = wav.data as { samples: Uint8Array };
  if (sampleRate !== 8000 || numChannels !== 1) throw new Error(`${path} is not mono at 8000 Hz.`);
  if (audioFormat === MU_LAW || audioFormat === A_LAW) {
    const samples = new Int16Array(bytes.length);
    (audioFormat === A_LAW ? pcma : pcmu).decode(bytes, samples);
    return samples;
  }
  if (audioFormat === PCM && wav.bitDepth === '16') return new Int16Array(bytes.slice().buffer);
  throw new Error(`${path} is neither G.711 nor 16-bit PCM.`);
}
