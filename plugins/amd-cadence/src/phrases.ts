import type { FrameAnalysis } from './frame-analysis.js';
import { Outline } from './outline.js';
import { BAND_RANGE_DB, type Prosody } from './prosody.js';
import { PHRASE_GAP_MS } from './rhythm.js';
import { RunningStats } from './running-stats.js';
import type { VoiceActivity } from './voice-activity.js';

/** How a phrase sounds: its loudness, melody and colour. */
class Phrase {
  readonly levelDb = new RunningStats();
  /** Semitones, from an arbitrary zero. */
  readonly pitch = new RunningStats();
  readonly outline = new Outline();

  add({ levelDbov, bandsDbov }: FrameAnalysis, pitch: number): void {
    this.levelDb.add(levelDbov);
    if (pitch !== 0) this.pitch.add(pitch);
    this.outline.add(bandsDbov, levelDbov - BAND_RANGE_DB, levelDbov);
  }

  clear(): void {
    this.levelDb.clear();
    this.pitch.clear();
    this.outline.clear();
  }
}

/** How the last phrase differs from the first: whoever says a word again says it alike, whoever reads on does not. */
export class Phrases {
  readonly last = new Phrase();

  private readonly first = new Phrase();
  private count = 0;
  private hasPaused = true;

  /** Takes the next frame. */
  push(frame: FrameAnalysis, voice: VoiceActivity, { lastPitch }: Prosody): void {
    if (!voice.speaking && voice.silenceMs >= PHRASE_GAP_MS) this.hasPaused = true;
    if (voice.speaking && this.hasPaused) {
      this.hasPaused = false;
      this.count++;
      this.last.clear();
    }
    if (!voice.loud) return;
    if (this.count <= 1) this.first.add(frame, lastPitch);
    this.last.add(frame, lastPitch);
  }

  /** By how much the last phrase is louder than the first, dB; 0 for one phrase. */
  get levelStep(): number {
    return this.count < 2 ? 0 : this.last.levelDb.mean - this.first.levelDb.mean;
  }

  /** By how much it is higher, semitones; 0 for one phrase, or without a voice in one of them. */
  get pitchStep(): number {
    const areVoiced = this.count > 1 && this.last.pitch.count > 0 && this.first.pitch.count > 0;
    return areVoiced ? this.last.pitch.mean - this.first.pitch.mean : 0;
  }

  /** By how much its colour differs, dB; -1 for one phrase. */
  get change(): number {
    return this.count < 2 ? -1 : this.last.outline.differenceTo(this.first.outline);
  }
}
