import type { GreetingEnd } from '@marcador/plugin-api';
import type { Extractor } from './extractor.js';
import { FRAME_MS } from './frame-analysis.js';
import { RecentValues } from './running-stats.js';
import { ENDED_MS } from './tone-meaning.js';
import type { VoiceActivity } from './voice-activity.js';

/** What sounds for longer is a ring-back or music, not the beep. */
const LONGEST_BEEP_MS = 900;
/** Longer than the pauses in greetings, and than those before beeps. */
const SILENCE_MS = 2500;
/** Silence is so much quieter than the loudest of the call; where it is not, it has to last for longer. */
const BELOW_PEAK_DB = 15;
const DOUBTFUL_SILENCE_MS = 8000;
/** What the voice detector still adds to a beep that has been told. */
const TAIL_MS = 300;

/** Tells when a message may begin: after the beep has ended, or after long silence; again if the greeting goes on. */
export class GreetingWatch {
  private tonesSeen = 0;
  private toldAtMs = -Infinity;
  private readonly levels = new RecentValues(SILENCE_MS / FRAME_MS);

  /** After each frame that follows the verdict. */
  look({ atMs, frame, tones, voice }: Extractor): GreetingEnd | undefined {
    this.levels.add(frame.levelDbov);
    const last = tones.tones.count - 1;
    if (last >= this.tonesSeen && !tones.sounding && atMs - tones.tones.toMs(last) >= ENDED_MS) {
      this.tonesSeen = last + 1;
      const lengthMs = tones.tones.toMs(last) - tones.tones.fromMs(last);
      if (lengthMs <= LONGEST_BEEP_MS) return this.tell('beep', atMs);
    }
    return this.isSilent(voice) ? this.tell('silence', atMs) : undefined;
  }

  private isSilent({ pieces, silenceMs, speaking, peakDb }: VoiceActivity): boolean {
    const somethingNew = pieces.endMs > this.toldAtMs + TAIL_MS || this.toldAtMs === -Infinity;
    if (!somethingNew || speaking || silenceMs < SILENCE_MS) return false;
    return silenceMs >= DOUBTFUL_SILENCE_MS || this.levels.max() < peakDb - BELOW_PEAK_DB;
  }

  private tell(after: GreetingEnd['after'], atMs: number): GreetingEnd {
    this.toldAtMs = atMs;
    return { after, atMs };
  }
}
