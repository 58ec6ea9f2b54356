import { FRAME_MS, type FrameAnalysis } from './frame-analysis.js';
import { SteadyFrames, type Steadiness } from './steady-frames.js';
import { Tones } from './tones.js';

/**
 * What is a tone: pure and steady ones soon, those with noise or a speech codec's flutter when they last longer. Below a
 * frequency a sung vowel can be as pure for a while: there it takes more frames, or is never said.
 */
const KINDS: readonly (Steadiness & { readonly lowBelowHz: number; readonly lowFrames: number })[] = [
  { frames: 5, share: 0.93, hzSd: 1.2, dbSd: 0.3, lowBelowHz: 600, lowFrames: 6 },
  { frames: 6, share: 0.93, hzSd: 4, dbSd: 0.7, lowBelowHz: 600, lowFrames: 8 },
  { frames: 5, share: 0.985, hzSd: 4, dbSd: 3, lowBelowHz: 900, lowFrames: 12 },
  { frames: 8, share: 0.985, hzSd: 4, dbSd: 1.2, lowBelowHz: 0, lowFrames: 8 },
  { frames: 7, share: 0.97, hzSd: 10, dbSd: 3, lowBelowHz: 600, lowFrames: Infinity },
  { frames: 12, share: 0.97, hzSd: 5, dbSd: 3, lowBelowHz: 0, lowFrames: 12 },
  { frames: 6, alone: 0.88, hzSd: 1.2, dbSd: 0.5, lowBelowHz: 750, lowFrames: 18 },
  { frames: 8, share: 0.85, hzSd: 10, dbSd: 3, lowBelowHz: 750, lowFrames: Infinity },
  { frames: 9, share: 0.6, hzSd: 4, dbSd: 1.5, lowBelowHz: 750, lowFrames: Infinity },
  { frames: 10, alone: 0.65, hzSd: 4, dbSd: 1.5, lowBelowHz: 650, lowFrames: Infinity },
  { frames: 18, alone: 0.8, hzSd: 4, dbSd: 0.8, lowBelowHz: 0, lowFrames: 18 },
];
const LEAST_SHARE = 0.6;
const MAY_BEGIN_FRAMES = 3;
const MOST_FRAMES = 12;
/** A second peak with less than this share of the first is noise; within a tone of one frequency, or of two, of these. */
const SECOND_TO_FIRST = 0.1;
const SECOND_WITHIN = { one: 0.35, two: 0.05 };
const LOWEST_HZ = 300;
/** A frame that differs by more belongs to another tone. */
const SAME_HZ = 40;
const QUIETEST_DBOV = -64;
/** What is further below the loudest frame so far is music behind somebody, or a hum. */
const BELOW_PEAK_DB = { low: 16, high: 20, highFromHz: 600, pure: 24, pureShare: 0.98 };
/** So many frames may be missing or spoilt within a tone. */
const SPOILT_FRAMES = 2;
const LOST_FRAMES = 3;
/** The rows and columns of a telephone's keys (ITU-T Q.23), and by what share they may be off. */
const KEY_ROWS_HZ = [697, 770, 852, 941];
const KEY_COLUMNS_HZ = [1209, 1336, 1477, 1633];
const KEY_TOLERANCE = 0.018;
/** The ring-back of many countries may still sound when the call is answered. */
const RING_BACK = { fromHz: 380, toHz: 500, untilMs: 900, share: 0.9 };

/** Finds steady tones of one or two frequencies: beeps, fax, special information tones. Allocates nothing per frame. */
export class ToneDetector {
  /** The tones so far; the last of them still grows while {@link sounding}. */
  readonly tones = new Tones();
  /** Whether a tone sounds that has lasted long enough to be one. */
  sounding = false;
  /** Whether the last frame may be the tail of the ring-back. */
  ringsBack = false;

  private atMs = 0;
  private fromMs = 0;
  private peakDb = -Infinity;
  private badFrames = 0;
  private hadTwo = false;
  private readonly steady = new SteadyFrames();

  /** Takes the next frame. */
  push(frame: FrameAnalysis): void {
    this.atMs += FRAME_MS;
    this.ringsBack = false;
    if (frame.isDigitalSilence) return this.miss(LOST_FRAMES);
    this.peakDb = Math.max(this.peakDb, frame.levelDbov);
    const hasTwo = frame.secondPeakShare > this.leastSecond(frame.firstPeakHz) * frame.firstPeakShare;
    const hz = hasTwo ? Math.min(frame.firstPeakHz, frame.secondPeakHz) : frame.firstPeakHz;
    if (hasTwo && isKey(hz, Math.max(frame.firstPeakHz, frame.secondPeakHz))) return this.miss(SPOILT_FRAMES);
    const share = frame.firstPeakShare + (hasTwo ? frame.secondPeakShare : 0);
    this.ringsBack = share >= RING_BACK.share && this.isRingBack(hz);
    if (share < LEAST_SHARE || !this.isLoud(hz, frame.levelDbov, share) || this.isRingBack(hz))
      return this.miss(SPOILT_FRAMES);
    if (this.steady.count > 0 && (this.hadTwo !== hasTwo || Math.abs(this.steady.lastHz - hz) > SAME_HZ)) {
      if (this.badFrames < SPOILT_FRAMES) return this.miss(SPOILT_FRAMES);
      this.end();
    }
    this.take(hz, frame, share, hasTwo);
  }

  /** Whether what sounds may turn out to be a tone within a few frames. */
  get mayBegin(): boolean {
    return !this.sounding && this.steady.count >= MAY_BEGIN_FRAMES && this.steady.count <= MOST_FRAMES;
  }

  private leastSecond(firstHz: number): number {
    if (this.steady.count === 0) return SECOND_TO_FIRST;
    if (this.hadTwo) return SECOND_WITHIN.two;
    return Math.abs(firstHz - this.steady.lastHz) <= SAME_HZ ? SECOND_WITHIN.one : SECOND_TO_FIRST;
  }

  private take(
    hz: number,
    { levelDbov, firstPeakShare }: FrameAnalysis,
    share: number,
    hasTwo: boolean,
  ): void {
    if (this.steady.count === 0) this.fromMs = this.atMs - FRAME_MS;
    this.badFrames = 0;
    this.hadTwo = hasTwo;
    this.steady.add(hz, levelDbov, share, firstPeakShare);
    this.sounding ||= KINDS.some((kind) =>
      this.steady.are(kind, hz < kind.lowBelowHz ? kind.lowFrames : kind.frames),
    );
    if (this.sounding) this.tones.grow(this.fromMs, this.atMs, hz);
  }

  private miss(mostFrames: number): void {
    if (this.steady.count > 0 && ++this.badFrames > mostFrames) this.end();
  }

  private end(): void {
    this.sounding = false;
    this.badFrames = 0;
    this.steady.clear();
  }

  private isLoud(hz: number, levelDbov: number, share: number): boolean {
    const { low, high, highFromHz, pure, pureShare } = BELOW_PEAK_DB;
    const belowPeak = share >= pureShare ? pure : hz < highFromHz ? low : high;
    return hz >= LOWEST_HZ && levelDbov > Math.max(QUIETEST_DBOV, this.peakDb - belowPeak);
  }

  private isRingBack(hz: number): boolean {
    return this.atMs <= RING_BACK.untilMs && hz >= RING_BACK.fromHz && hz <= RING_BACK.toHz;
  }
}

/** Somebody presses a key: no machine does. */
function isKey(lowHz: number, highHz: number): boolean {
  return isOneOf(KEY_ROWS_HZ, lowHz) && isOneOf(KEY_COLUMNS_HZ, highHz);
}

function isOneOf(all: readonly number[], hz: number): boolean {
  for (const each of all) if (Math.abs(hz - each) <= KEY_TOLERANCE * each) return true;
  return false;
}
