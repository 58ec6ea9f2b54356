import type { FrameAnalysis } from './frame-analysis.js';
import { Outline } from './outline.js';
import { RecentValues, RunningStats } from './running-stats.js';
import type { VoiceActivity } from './voice-activity.js';

const LEAST_FRAMES = 5;
/** Somebody who speaks draws breath or closes the lips within so many frames. */
const VALLEY_FRAMES = 30;
/** So much louder may the next quietest moment be with each frame that passes. */
const VALLEY_RISE_DB = 0.1;
/** What is quieter is the codec's own noise. */
const LEAST_DBOV = -80;

/** The noise before the first word and the noise after the last: a recording brings its own. */
export class Noise {
  private readonly before = new RunningStats();
  private readonly after = new RunningStats();
  private readonly outlineBefore = new Outline();
  private readonly recent = new RecentValues(VALLEY_FRAMES);
  private readonly valley = new Outline();
  private valleyDb = Infinity;

  push(frame: FrameAnalysis, voice: VoiceActivity): void {
    if (voice.speaking && this.after.count > 0) this.after.clear();
    if (frame.isDigitalSilence) return;
    this.recent.add(frame.levelDbov);
    if (!voice.speaking) this.hearNoise(frame, voice.pieces.count === 0);
    this.valleyDb += VALLEY_RISE_DB;
    if (frame.levelDbov >= this.valleyDb) return;
    this.valleyDb = frame.levelDbov;
    this.valley.clear();
    this.valley.add(frame.bandsDbov, LEAST_DBOV, 0);
  }

  /** By how much the noise is louder now than it was before the first word, dB; 0 where that is not known. */
  get noiseStep(): number {
    return this.knowsBefore && this.after.count >= LEAST_FRAMES ? this.after.mean - this.before.mean : 0;
  }

  /** By how much the quietest moment of late is louder than it was before the first word, dB; 0 where not known. */
  get valleyStep(): number {
    return this.knowsBefore ? this.recent.min() - this.before.mean : 0;
  }

  /** By how much that moment is of another colour, dB; -1 where not known. */
  get valleyChange(): number {
    return this.knowsBefore ? this.valley.differenceTo(this.outlineBefore) : -1;
  }

  /** By how much that band is louder in it that is so most, dB; 0 where not known. */
  get valleyRise(): number {
    return this.knowsBefore ? this.valley.mostAbove(this.outlineBefore) : 0;
  }

  /** From the quietest frame of late to the loudest, dB. */
  get range(): number {
    return this.recent.max() - this.recent.min();
  }

  /** How uneven it is since the last word, dB. */
  get restSd(): number {
    return this.after.sd;
  }

  private get knowsBefore(): boolean {
    return this.before.count >= LEAST_FRAMES;
  }

  private hearNoise({ levelDbov, bandsDbov }: FrameAnalysis, isBefore: boolean): void {
    (isBefore ? this.before : this.after).add(levelDbov);
    if (isBefore) this.outlineBefore.add(bandsDbov, LEAST_DBOV, 0);
  }
}
