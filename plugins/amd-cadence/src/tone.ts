import { FRAME_MS, type FrameAnalysis } from './frame-analysis.js';

/** A tone lasts at least so many frames. */
const FRAMES = 6;
/** Below this a sung vowel can be as pure as a tone for a while: it has to last longer. */
const VOICE_LIKE_BELOW_HZ = 600;
const VOICE_LIKE_FRAMES = 8;
/** One or two peaks that hold this share of the power are a tone. */
const LEAST_SHARE = 0.93;
/** A second peak with less than this share of the first is noise. */
const SECOND_TO_FIRST = 0.1;
const MOST_FREQUENCY_SD_HZ = 4;
const MOST_LEVEL_SD_DB = 0.7;
const QUIETEST_DBOV = -50;
/** The ring-back of many countries may still sound when the call is answered. */
const RING_BACK = { fromHz: 380, toHz: 500, untilMs: 900 };

/** Finds steady tones of one or two frequencies: beeps, fax, special information tones. */
export class ToneDetector {
  /** The lower frequency of the first tone that was found. */
  foundHz: number | undefined;

  private frames = 0;
  private pureFrames = 0;
  private lastHadTwo = false;
  /** The last frames, in a ring. */
  private readonly hz = new Float64Array(VOICE_LIKE_FRAMES);
  private readonly dbov = new Float64Array(VOICE_LIKE_FRAMES);

  /** Takes the next frame. @returns whether a tone sounds that has lasted long enough to be one */
  push(frame: FrameAnalysis): boolean {
    const atMs = ++this.frames * FRAME_MS;
    const hasTwo = frame.secondPeakShare > SECOND_TO_FIRST * frame.firstPeakShare;
    const hz = hasTwo ? Math.min(frame.firstPeakHz, frame.secondPeakHz) : frame.firstPeakHz;
    const share = frame.firstPeakShare + (hasTwo ? frame.secondPeakShare : 0);
    const isPure = share >= LEAST_SHARE && frame.levelDbov > QUIETEST_DBOV && !isRingBack(hz, atMs);
    const goesOn = this.pureFrames === 0 || hasTwo === this.lastHadTwo;
    this.pureFrames = isPure ? (goesOn ? this.pureFrames + 1 : 1) : 0;
    this.lastHadTwo = hasTwo;
    this.hz[this.frames % VOICE_LIKE_FRAMES] = hz;
    this.dbov[this.frames % VOICE_LIKE_FRAMES] = frame.levelDbov;
    const needed = hz < VOICE_LIKE_BELOW_HZ ? VOICE_LIKE_FRAMES : FRAMES;
    const found =
      this.pureFrames >= needed &&
      this.deviation(this.hz, needed) < MOST_FREQUENCY_SD_HZ &&
      this.deviation(this.dbov, needed) < MOST_LEVEL_SD_DB;
    if (found) this.foundHz ??= hz;
    return found;
  }

  /** The standard deviation of the last `count` values of a ring. */
  private deviation(ring: Float64Array, count: number): number {
    let sum = 0;
    for (let back = 0; back < count; back++) sum += this.back(ring, back);
    const mean = sum / count;
    let squares = 0;
    for (let back = 0; back < count; back++) squares += (this.back(ring, back) - mean) ** 2;
    return Math.sqrt(squares / count);
  }

  private back(ring: Float64Array, frames: number): number {
    return ring[(this.frames - frames + VOICE_LIKE_FRAMES) % VOICE_LIKE_FRAMES] as number;
  }
}

function isRingBack(hz: number, atMs: number): boolean {
  return atMs <= RING_BACK.untilMs && hz >= RING_BACK.fromHz && hz <= RING_BACK.toHz;
}
