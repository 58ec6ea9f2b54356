import type { Pieces } from './pieces.js';

/** A pause of at least so much ends a phrase. */
export const PHRASE_GAP_MS = 300;
/** What there is not yet. */
const NONE = -1;

/** How speech is cut up by pauses: lengths in ms, -1 where there is no such thing yet. */
export class Rhythm {
  longestMs = NONE;
  longestGapMs = NONE;
  meanGapMs = NONE;
  phrases = 0;
  firstPhraseMs = NONE;
  lastPhraseMs = NONE;
  longestPhraseMs = NONE;

  /** Measures anew. */
  measure(pieces: Pieces): void {
    this.longestMs = this.longestGapMs = this.meanGapMs = NONE;
    this.firstPhraseMs = this.lastPhraseMs = this.longestPhraseMs = NONE;
    this.phrases = 0;
    let gapsMs = 0;
    let phraseStartMs = 0;
    for (let piece = 0; piece < pieces.count; piece++) {
      this.longestMs = Math.max(this.longestMs, pieces.lengthOf(piece));
      const gapMs = piece === 0 ? 0 : pieces.startOf(piece) - pieces.endOf(piece - 1);
      gapsMs += gapMs;
      if (piece > 0) this.longestGapMs = Math.max(this.longestGapMs, gapMs);
      if (piece === 0 || gapMs >= PHRASE_GAP_MS) {
        this.phrases++;
        phraseStartMs = pieces.startOf(piece);
      }
      this.lastPhraseMs = pieces.endOf(piece) - phraseStartMs;
      if (this.phrases === 1) this.firstPhraseMs = this.lastPhraseMs;
      this.longestPhraseMs = Math.max(this.longestPhraseMs, this.lastPhraseMs);
    }
    if (pieces.count > 1) this.meanGapMs = gapsMs / (pieces.count - 1);
  }
}
