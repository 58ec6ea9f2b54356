import type { AmdDetector } from '@marcador/plugin-api';
import { readClip, type Clip } from '@marcador/amd-train/clips.js';

const FRAME = 160;
const SECONDS = 8;

/** The share of a core, percent, of so many calls analysed side by side, each anew after its verdict. */
export function coreShare(
  detector: AmdDetector,
  analyses: number,
  folder: string,
  clips: readonly Clip[],
): number {
  const calls = Array.from({ length: analyses }, (_, at) => {
    const clip = clips[at % clips.length];
    if (clip === undefined) throw new Error('There are no clips.');
    return { samples: readClip(folder, clip.file), analysis: detector.analyse() };
  });
  const begin = process.cpuUsage();
  for (let frame = 0; frame < SECONDS * 50; frame++) {
    for (const call of calls) {
      const at = (frame * FRAME) % (call.samples.length - FRAME);
      const verdict = call.analysis.push(call.samples.subarray(at, at + FRAME));
      if (verdict !== undefined) call.analysis = detector.analyse();
    }
  }
  return (100 * process.cpuUsage(begin).user) / 1e6 / SECONDS;
}
