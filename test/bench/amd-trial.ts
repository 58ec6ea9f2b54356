import type { AmdDetector, AmdVerdict } from '@marcador/plugin-api';
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

/** The verdicts as lines of a CSV. */
export function verdictsAsCsv(answered: readonly Answered[]): string {
  const lines = answered.map(({ clip, verdict: { answeredBy, reason, confidence, atMs } }) =>
    [clip.file, answeredBy, reason, confidence.toFixed(3), atMs].join(),
  );
  return `${['file,verdict,reason,confidence,decided_at_ms', ...lines].join('\n')}\n`;
}

function listen(detector: AmdDetector, samples: Int16Array): AmdVerdict {
  const analysis = detector.analyse();
  for (let at = 0; at < samples.length; at += FRAME) {
    const verdict = analysis.push(samples.subarray(at, at + FRAME));
    if (verdict !== undefined) return verdict;
  }
  return analysis.finish();
}

/** In the whole clip, also after the verdict. */
function tonesIn({ beep }: Clip, samples: Int16Array): Pick<Answered, 'beepFound' | 'hasTone'> {
  const extractor = new Extractor();
  const times: number[] = [];
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    extractor.push(samples.subarray(at, at + FRAME));
    if (extractor.tones.sounding) times.push(extractor.atMs);
  }
  const isWhole = beep !== undefined && beep.endMs <= samples.length / 8;
  return {
    hasTone: times.length > 0,
    beepFound: isWhole
      ? times.some((atMs) => atMs >= beep.atMs && atMs <= beep.endMs + LATEST_BEEP_MS)
      : undefined,
  };
}
