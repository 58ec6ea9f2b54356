import type { FrameAnalysis } from './frame-analysis.js';
import { RecentValues, RunningStats } from './running-stats.js';
import type { VoiceActivity } from './voice-activity.js';

const LEAST_FRAMES = 5;
/** Somebody who speaks draws breath or closes the lips within so many frames. */
const VALLEY_FRAMES = 30;

/** The noise before the first word and the noise after the last: a recording brings its own. */
export class Noise {
  private readonly before = new RunningStats();
  private readonly after = new RunningStats();

  private readonly recent = new RecentValues(VALLEY_FRAMES);

  push(frame: FrameAnalysis, voice: VoiceActivity): void {
    if (voice.speaking && this.after.count > 0) this.after.clear();
    if (frame.isDigitalSilence) return;
    this.recent.add(frame.levelDbov);
    if (!voice.speaking) (voice.pieces.count === 0 ? this.before : this.after).add(frame.levelDbov);
  }

  /** By how much the noise is louder now than it was before the first word, dB; 0 where that is not known. */
  get noiseStep(): number {
    const known = this.before.count >= LEAST_FRAMES && this.after.count >= LEAST_FRAMES;
    return known ? this.after.mean - this.before.mean : 0;
  }

  /** By how much the quietest moment of late is louder than it was before the first word, dB; 0 where not known. */
  get valleyStep(): number {
    return this.before.count >= LEAST_FRAMES ? this.recent.min() - this.before.mean : 0;
  }

  /** How uneven it is since the last word, dB. */
  get restSd(): number {
    return this.after.sd;
  }
}
