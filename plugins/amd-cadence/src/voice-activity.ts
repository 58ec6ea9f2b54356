import { FRAME_MS } from './frame-analysis.js';

const FLOOR_START_DBOV = -38;
/** The floor begins at the quietest of so many frames: nobody speaks through all of them. */
const FLOOR_START_FRAMES = 3;
/** How much of the way down to a quieter frame the floor goes at once. */
const FLOOR_FALL = 0.1;
const FLOOR_RISE_QUIET = 0.03;
const FLOOR_RISE_LOUD = 0.004;
const FLOOR_RISE_MOST_DB = 6;
const BEGIN_ABOVE_FLOOR_DB = 12;
/** Less than to begin, so that speech does not flutter. */
const GO_ON_ABOVE_FLOOR_DB = 10;
const QUIETEST_SPEECH_DBOV = -60;
/** What is further below the loudest frame so far is breath, echo or somebody else. */
const BELOW_PEAK_DB = 22;
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
 */
export class VoiceActivity {
  /** When speech first began; `undefined` until there was a piece long enough to be speech. */
  onsetMs: number | undefined;
  /** Where speech last ended; now, while it lasts. 0 before there was any. */
  endMs = 0;
  /** Whether somebody speaks, pauses between syllables included. */
  speaking = false;

  private frames = 0;
  private floorDb = FLOOR_START_DBOV;
  private peakDb = -Infinity;
  private loudFrames = 0;
  private quietFrames = 0;
  private pieceStartMs = 0;
  private pieceEndMs = 0;
  private pieceCounts = false;
  private formerPiecesMs = 0;

  /** Takes the level of the next frame. */
  push(levelDbov: number): void {
    this.frames++;
    this.peakDb = Math.max(this.peakDb, levelDbov);
    const loud = this.isLoud(levelDbov);
    this.followFloor(levelDbov, loud);
    this.loudFrames = loud ? this.loudFrames + 1 : 0;
    this.quietFrames = loud ? 0 : this.quietFrames + 1;
    if (this.speaking) this.speaking = this.quietFrames < END_FRAMES;
    else if (this.loudFrames >= BEGIN_FRAMES) this.beginPiece();
    if (this.speaking) this.extendPiece();
  }

  /** How long there has been speech in all. */
  get speechMs(): number {
    return this.formerPiecesMs + (this.pieceCounts ? this.pieceEndMs - this.pieceStartMs : 0);
  }

  /** From where speech first began to where it last ended. */
  get spanMs(): number {
    return this.onsetMs === undefined ? 0 : this.endMs - this.onsetMs;
  }

  /** How long nobody has spoken: since speech last ended, or since the answer. */
  get silenceMs(): number {
    return this.nowMs - this.endMs;
  }

  private get nowMs(): number {
    return this.frames * FRAME_MS;
  }

  private isLoud(levelDbov: number): boolean {
    const aboveFloor = this.speaking ? GO_ON_ABOVE_FLOOR_DB : BEGIN_ABOVE_FLOOR_DB;
    const threshold = Math.max(this.floorDb + aboveFloor, QUIETEST_SPEECH_DBOV, this.peakDb - BELOW_PEAK_DB);
    return levelDbov > threshold;
  }

  private followFloor(levelDbov: number, loud: boolean): void {
    const above = levelDbov - this.floorDb;
    if (this.frames <= FLOOR_START_FRAMES) this.floorDb += Math.min(0, above);
    else if (above < 0) this.floorDb += FLOOR_FALL * above;
    else this.floorDb += (loud ? FLOOR_RISE_LOUD : FLOOR_RISE_QUIET) * Math.min(above, FLOOR_RISE_MOST_DB);
  }

  private beginPiece(): void {
    this.formerPiecesMs = this.speechMs;
    this.speaking = true;
    this.pieceCounts = false;
    this.pieceStartMs = this.nowMs - BEGIN_FRAMES * FRAME_MS;
  }

  private extendPiece(): void {
    if (this.quietFrames <= TAIL_FRAMES) this.pieceEndMs = this.nowMs;
    if (this.pieceEndMs - this.pieceStartMs < SHORTEST_PIECE_MS) return;
    this.pieceCounts = true;
    this.onsetMs ??= this.pieceStartMs;
    this.endMs = this.pieceEndMs;
  }
}
