import type { AmdExplanation } from '@marcador/plugin-api';
import type { Extractor } from './extractor.js';
import { FRAME_MS } from './frame-analysis.js';

const MOST_FRAMES = 1500;

/** Writes down what was heard, for whoever asks why. */
export class ExplanationLog {
  private readonly levels: number[] = [];
  private readonly beliefs: { atMs: number; machine: number }[] = [];

  /** After each frame. */
  frame({ frame }: Extractor): void {
    if (this.levels.length < MOST_FRAMES) this.levels.push(Math.round(frame.levelDbov));
  }

  /** After each question to the model. */
  belief(atMs: number, machine: number): void {
    this.beliefs.push({ atMs, machine: Math.round(machine * 1000) / 1000 });
  }

  explain({ voice: { pieces }, tones: { tones } }: Extractor): AmdExplanation {
    return {
      frameMs: FRAME_MS,
      levelDbov: this.levels,
      speech: Array.from({ length: pieces.count }, (_, piece) => ({
        fromMs: pieces.startOf(piece),
        toMs: pieces.endOf(piece),
      })),
      tones: Array.from({ length: tones.count }, (_, tone) => ({
        fromMs: tones.fromMs(tone),
        toMs: tones.toMs(tone),
        hz: Math.round(tones.hz(tone)),
      })),
      belief: this.beliefs,
    };
  }
}
