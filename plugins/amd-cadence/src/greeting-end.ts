import type { GreetingEnd } from '@marcador/plugin-api';
import type { Extractor } from './extractor.js';
import { ENDED_MS } from './tone-meaning.js';

/** What sounds for longer is a ring-back or music, not the beep. */
const LONGEST_BEEP_MS = 900;
/** Longer than the pauses in greetings, and than those before beeps. */
const SILENCE_MS = 2500;
/** What the voice detector still adds to a beep that has been told. */
const TAIL_MS = 300;

/** Tells when a message may begin: after the beep has ended, or after long silence; again if the greeting goes on. */
export class GreetingWatch {
  private tonesSeen = 0;
  private toldAtMs = -Infinity;

  /** After each frame that follows the verdict. */
  look({ atMs, tones, voice }: Extractor): GreetingEnd | undefined {
    const last = tones.tones.count - 1;
    if (last >= this.tonesSeen && !tones.sounding && atMs - tones.tones.toMs(last) >= ENDED_MS) {
      this.tonesSeen = last + 1;
      const lengthMs = tones.tones.toMs(last) - tones.tones.fromMs(last);
      if (lengthMs <= LONGEST_BEEP_MS) return this.tell('beep', atMs);
    }
    const somethingNew = voice.pieces.endMs > this.toldAtMs + TAIL_MS || this.toldAtMs === -Infinity;
    return somethingNew && !voice.speaking && voice.silenceMs >= SILENCE_MS
      ? this.tell('silence', atMs)
      : undefined;
  }

  private tell(after: GreetingEnd['after'], atMs: number): GreetingEnd {
    this.toldAtMs = atMs;
    return { after, atMs };
  }
}
