import { definitionOf, type AmdDetector, type AmdVerdict, type PluginHost } from '@marcador/plugin-api';
import cadence from '@marcador/amd-cadence';
import { Extractor } from '@marcador/amd-cadence/extractor.js';
import { readClip, type Clip } from '@marcador/amd-train/clips.js';

const FRAME = 160;
/** How long after its end a beep still counts as found, ms. */
const LATEST_BEEP_MS = 100;

/** What the detector said of a clip. */
export interface Answered {
  readonly clip: Clip;
  readonly verdict: AmdVerdict;
  /** Whether a tone was heard where the beep is; `undefined` where none is. */
  readonly beepFound: boolean | undefined;
  /** Whether a tone was heard anywhere. */
  readonly hasTone: boolean;
}

/** The built-in detector with a profile. */
export function detectorOf(profile: string): AmdDetector {
  const definition = definitionOf(cadence)?.definition;
  if (definition === undefined) throw new Error('The detector is no plugin.');
  return definition.create(definition.config.parse({ profile }), {} as PluginHost) as AmdDetector;
}

/** Lets the detector hear every clip; the time is that of the detector alone. */
export function listenToAll(
  detector: AmdDetector,
  folder: string,
  clips: readonly Clip[],
): { readonly answered: Answered[]; readonly frames: number; readonly seconds: number } {
  let frames = 0;
  let micros = 0;
  const answered = clips.map((clip) => {
    const samples = readClip(folder, clip.file);
    const begin = process.cpuUsage();
    const verdict = listen(detector, samples);
    micros += process.cpuUsage(begin).user;
    frames += verdict.atMs / 20;
    return { clip, verdict, ...tonesIn(clip, samples) };
  });
  return { answered, frames, seconds: micros / 1e6 };
}

/** The share of right verdicts, percent. An undecided call counts as a person. */
export function rightOf(answered: readonly Pick<Answered, 'clip' | 'verdict'>[]): number {
  const right = answered.filter(
    ({ clip, verdict }) => (verdict.answeredBy === 'MACHINE') === (clip.label === 'MACHINE'),
  );
  return (100 * right.length) / Math.max(1, answered.length);
}

/** The verdicts as lines of a CSV. */
export function verdictsAsCsv(answered: readonly Answered[]): string {
  const lines = answered.map(({ clip, verdict: { answeredBy, reason, confidence, atMs } }) =>
    [clip.file, answeredBy, reason, confidence.toFixed(3), atMs].join(),
  );
  return `${['file,verdict,reason,confidence,decided_at_ms', ...lines].join('\n')}\n`;
}

/** What the detector says of 16-bit samples at 8000 Hz. */
export function listen(detector: AmdDetector, samples: Int16Array): AmdVerdict {
  const analysis = detector.analyse();
  for (let at = 0; at < samples.length; at += FRAME) {
    const verdict = analysis.push(samples.subarray(at, at + FRAME));
    if (verdict !== undefined) return verdict;
  }
  return analysis.finish();
}

/** In the whole clip, also after the verdict. */
function tonesIn(clip: Clip, samples: Int16Array): Pick<Answered, 'beepFound' | 'hasTone'> {
  const extractor = new Extractor();
  const times: number[] = [];
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    extractor.push(samples.subarray(at, at + FRAME));
    if (extractor.tones.sounding) times.push(extractor.atMs);
  }
  return { hasTone: times.length > 0, beepFound: isBeepAmong(times, clip, samples.length / 8) };
}

/**
 * Whether the beep of a clip is among the tones.
 * @param times when a tone sounded, ms
 * @param lengthMs of the clip
 * @returns `undefined` for a clip without a whole beep
 */
export function isBeepAmong(times: readonly number[], { beep }: Clip, lengthMs: number): boolean | undefined {
  if (beep === undefined || beep.endMs > lengthMs) return undefined;
  return times.some((atMs) => atMs >= beep.atMs && atMs <= beep.endMs + LATEST_BEEP_MS);
}
