import type { GreetingEnd } from '@marcador/plugin-api';
import type { Extractor } from './extractor.js';
import { FRAME_MS } from './frame-analysis.js';
import type { Pieces } from './pieces.js';
import { RecentValues } from './running-stats.js';
import type { ToneDetector } from './tone.js';
import type { Tones } from './tones.js';
import type { VoiceActivity } from './voice-activity.js';

/** What sounds for longer is a ring-back or music, not the beep. */
const LONGEST_BEEP_MS = 900;
/** A tone after which somebody speaks, or another tone follows, was a jingle. */
const AFTER_BEEP_MS = 460;
/** Of that time its last part, without the echo, is quiet, or as steady as noise: a voice that is not found in noise is neither. */
const COMPARED_MS = 240;
const STEADY_DB = 6;
/** What the voice detector may still add to a tone. */
const TONE_TAIL_MS = 200;
/** Some beep twice. What beeps later, and nobody has spoken, is a recorder that says that it records. */
const SECOND_BEEP_MS = 2000;
/** Less between two tones is their own tail and rise. */
const LEAST_SPEECH_MS = 300;
/** Longer than the pauses in greetings, and than those before beeps. */
const SILENCE_MS = 2500;
/** Silence is so much quieter than the loudest of the call; where it is not, it has to last for longer. */
const BELOW_PEAK_DB = 15;
const DOUBTFUL_SILENCE_MS = 8000;
/** What the voice detector still adds to what has been told. */
const TAIL_MS = 300;

/** Tells when a message may begin: after the beep has ended, or after long silence; again if the greeting goes on. */
export class GreetingWatch {
  private tonesSeen = 0;
  private toneEndMs = 0;
  /** What the last tone is taken for. */
  private tone: 'perhaps-the-beep' | 'not-the-beep' | 'a-recorder' = 'not-the-beep';
  /** Tones that begin up to then may be the beep, later ones only after speech. */
  private beepUntilMs = Infinity;
  /** Up to then nothing is new. */
  private settledMs = -Infinity;
  private readonly latest = new RecentValues(COMPARED_MS / FRAME_MS);
  private readonly levels = new RecentValues(SILENCE_MS / FRAME_MS);

  /** The tones so far are no beep of the greeting; one that still sounds may be. */
  passOver({ tones, sounding }: ToneDetector): void {
    this.tonesSeen = tones.total - (sounding ? 1 : 0);
  }

  /** After each frame that follows the verdict. */
  look({ atMs, frame, tones, voice }: Extractor): GreetingEnd | undefined {
    this.latest.add(frame.levelDbov);
    this.levels.add(frame.levelDbov);
    if (tones.tones.count > 0) this.follow(tones.tones, voice.pieces);
    if (this.isBeepOver(atMs, tones, voice)) {
      if (this.beepUntilMs === Infinity) this.beepUntilMs = this.toneEndMs + SECOND_BEEP_MS;
      this.tone = 'not-the-beep';
      return this.tell('beep', atMs);
    }
    return this.isSilent(voice) ? this.tell('silence', atMs) : undefined;
  }

  private follow(tones: Tones, pieces: Pieces): void {
    const last = tones.count - 1;
    if (tones.total > this.tonesSeen) {
      this.tonesSeen = tones.total;
      const fromMs = tones.fromMs(last);
      if (pieces.speechBetween(this.toneEndMs, fromMs) >= LEAST_SPEECH_MS) this.beepUntilMs = Infinity;
      this.tone = fromMs <= this.beepUntilMs ? 'perhaps-the-beep' : 'a-recorder';
    }
    this.toneEndMs = tones.toMs(last);
    if (this.tone === 'a-recorder') this.settledMs = this.toneEndMs;
    else if (this.toneEndMs - tones.fromMs(last) > LONGEST_BEEP_MS) this.tone = 'not-the-beep';
  }

  private isBeepOver(atMs: number, { sounding }: ToneDetector, voice: VoiceActivity): boolean {
    if (this.tone !== 'perhaps-the-beep' || sounding) return false;
    if (voice.pieces.endMs > this.toneEndMs + TONE_TAIL_MS) this.tone = 'not-the-beep';
    const isSpokenAfter = this.tone === 'not-the-beep' || voice.speaking;
    if (isSpokenAfter || atMs - this.toneEndMs < AFTER_BEEP_MS) return false;
    const loudest = this.latest.max();
    return loudest < voice.peakDb - BELOW_PEAK_DB || loudest - this.latest.min() < STEADY_DB;
  }

  private isSilent({ pieces, silenceMs, speaking, peakDb }: VoiceActivity): boolean {
    const somethingNew = pieces.endMs > this.settledMs + TAIL_MS || this.settledMs === -Infinity;
    if (!somethingNew || speaking || silenceMs < SILENCE_MS) return false;
    return silenceMs >= DOUBTFUL_SILENCE_MS || this.levels.max() < peakDb - BELOW_PEAK_DB;
  }

  private tell(after: GreetingEnd['after'], atMs: number): GreetingEnd {
    this.settledMs = atMs;
    return { after, atMs };
  }
}
