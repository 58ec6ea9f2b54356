import { FRAME_MS } from './frame-analysis.js';
import { LowestOfLate } from './lowest-of-late.js';
import { Pieces } from './pieces.js';
import { RecentValues } from './running-stats.js';

const FLOOR_START_DBOV = -38;
/** Where nothing was sent before: there the first that is heard may be a voice. */
const FLOOR_AFTER_NOTHING_DBOV = -50;
const NOTHING_FRAMES = 5;
/** The floor begins at the quietest of so many frames: nobody speaks through all of them. */
const FLOOR_START_FRAMES = 3;
/** How much of the way down to a quieter frame the floor goes at once. */
const FLOOR_FALL = 0.1;
/** What is loud may be noise that grew, where it has been as even as that for seconds. */
const NOISE_RANGE_DB = 8;
const FLOOR_RISE_QUIET = 0.03;
const FLOOR_RISE_LOUD = 0.004;
const FLOOR_RISE_MOST_DB = 6;
/** The floor is no further above the quietest frame of the last seconds: whoever speaks on draws breath in them. */
const FLOOR_ABOVE_QUIETEST_DB = 2;
const BEGIN_ABOVE_FLOOR_DB = 12;
/** Less than to begin, so that speech does not flutter. */
const GO_ON_ABOVE_FLOOR_DB = 10;
const QUIETEST_SPEECH_DBOV = -60;
/** What is further below the loudest so far is breath, echo or somebody else. */
const BELOW_PEAK_DB = 21;
/** Loud is what all of so many frames are: of a click hardly anything reaches into a second. What was loud long ago counts less. */
const LOUD_FRAMES = 2;
const PEAK_FALL_DB = 0.02;
const BEGIN_FRAMES = 2;
/** So many quiet frames in a row end a piece of speech; fewer are a pause between syllables. */
const END_FRAMES = 6;
/** How much of the quiet after the last loud frame still is speech: it dies away. */
const TAIL_FRAMES = 3;
/** Shorter pieces are clicks. */
const SHORTEST_PIECE_MS = 120;

/**
 * Finds speech by its level above a floor that follows the noise, up slowly and down faster. All times are ms after
 * the answer; what is said of a frame rests on it and those before it.
 *
 * Digital silence (lost packets, a line on which nothing is sent between words) and the ring-back's tail are quiet, but
 * say nothing of the noise.
 */
export class VoiceActivity {
  /** The pieces of speech so far, the last of them still growing while {@link speaking}. */
  readonly pieces = new Pieces();
  /** Whether somebody speaks, pauses between syllables included. */
  speaking = false;
  /** Whether the last frame itself is loud enough to be speech. */
  loud = false;
  /** The longest noise before the first word: a handset that is picked up. */
  bumpMs = 0;
  /** The loudest so far, dBov. */
  peakDb = -Infinity;

  private frames = 0;
  private noisyFrames = 0;
  private floorDb = FLOOR_START_DBOV;
  private readonly latest = new RecentValues(LOUD_FRAMES);
  private readonly quietest = new LowestOfLate();
  private readonly negatedLoudest = new LowestOfLate();
  private loudFrames = 0;
  private quietFrames = 0;
  private pieceStartMs = 0;
  private pieceEndMs = 0;

  /** Takes the level of the next frame, or that it says nothing about voice and noise. */
  push(levelDbov: number, saysNothing = false): void {
    this.frames++;
    if (saysNothing) this.loud = false;
    else this.compare(levelDbov);
    this.loudFrames = this.loud ? this.loudFrames + 1 : 0;
    this.quietFrames = this.loud ? 0 : this.quietFrames + 1;
    if (this.speaking) this.goOn();
    else if (this.loudFrames >= BEGIN_FRAMES) this.beginPiece();
    if (this.speaking) this.extendPiece();
  }

  /** How long nobody has spoken: since speech last ended, or since the answer. */
  get silenceMs(): number {
    return this.frames * FRAME_MS - this.pieces.endMs;
  }

  private compare(levelDbov: number): void {
    if (this.noisyFrames === 0 && this.frames > NOTHING_FRAMES) this.floorDb = FLOOR_AFTER_NOTHING_DBOV;
    this.noisyFrames++;
    this.latest.add(levelDbov);
    this.quietest.add(levelDbov);
    this.negatedLoudest.add(-levelDbov);
    if (this.latest.count === LOUD_FRAMES)
      this.peakDb = Math.max(this.peakDb - PEAK_FALL_DB, this.latest.min());
    const aboveFloor = this.speaking ? GO_ON_ABOVE_FLOOR_DB : BEGIN_ABOVE_FLOOR_DB;
    const threshold = Math.max(this.floorDb + aboveFloor, QUIETEST_SPEECH_DBOV, this.peakDb - BELOW_PEAK_DB);
    this.loud = levelDbov > threshold;
    this.followFloor(levelDbov);
  }

  private followFloor(levelDbov: number): void {
    const above = levelDbov - this.floorDb;
    if (this.noisyFrames <= FLOOR_START_FRAMES) this.floorDb += Math.min(0, above);
    else if (above < 0) this.floorDb += FLOOR_FALL * above;
    else if (!this.loud) this.floorDb += FLOOR_RISE_QUIET * Math.min(above, FLOOR_RISE_MOST_DB);
    else if (-this.negatedLoudest.value - this.quietest.value < NOISE_RANGE_DB)
      this.floorDb += FLOOR_RISE_LOUD * Math.min(above, FLOOR_RISE_MOST_DB);
    this.floorDb = Math.min(this.floorDb, this.quietest.value + FLOOR_ABOVE_QUIETEST_DB);
  }

  private goOn(): void {
    this.speaking = this.quietFrames < END_FRAMES;
    if (this.speaking || this.pieces.count > 0) return;
    this.bumpMs = Math.max(this.bumpMs, this.pieceEndMs - this.pieceStartMs - TAIL_FRAMES * FRAME_MS);
  }

  private beginPiece(): void {
    this.speaking = true;
    this.pieceStartMs = (this.frames - BEGIN_FRAMES) * FRAME_MS;
  }

  private extendPiece(): void {
    if (this.quietFrames <= TAIL_FRAMES) this.pieceEndMs = this.frames * FRAME_MS;
    if (this.pieceEndMs - this.pieceStartMs >= SHORTEST_PIECE_MS) {
      this.pieces.grow(this.pieceStartMs, this.pieceEndMs);
    }
  }
}
