import { BANDS, type FrameAnalysis } from './frame-analysis.js';
import { Pitch } from './pitch.js';
import { RecentValues, RunningStats } from './running-stats.js';

/** How many frames the melody and the loudness at the end of speech are taken from. */
const END_FRAMES = 16;
/** A syllable is louder than what is before and after it by so much. */
const SYLLABLE_DB = 4;
/** What is quieter than the loudest by so much says nothing about the voice. */
export const BAND_RANGE_DB = 40;

/** How somebody speaks: melody, loudness, rhythm, colour; of the frames that are loud enough to be speech. */
export class Prosody {
  readonly levelDb = new RunningStats();
  /** Semitones, from an arbitrary zero. */
  readonly pitch = new RunningStats();
  readonly pitchStep = new RunningStats();
  readonly flux = new RunningStats();
  readonly peakShare = new RunningStats();
  readonly colour = new RunningStats();
  readonly endLevelDb = new RecentValues(END_FRAMES);
  readonly endPitch = new RecentValues(END_FRAMES);
  readonly endFlux = new RecentValues(END_FRAMES);
  pitchMeasured = 0;
  syllables = 0;
  /** When a voice was first heard. */
  firstVoicedMs = -1;
  /** When it was measured last, semitones; 0 without a voice, and when nobody spoke since. */
  lastPitch = 0;

  private readonly voice = new Pitch();
  private readonly former = new Float32Array(BANDS);
  private formerLoud = false;
  private valleyDb = 0;
  private peakDb = -Infinity;
  private even = false;

  /** Takes the next frame. @param loud whether it is loud enough to be speech */
  push(samples: Int16Array, frame: FrameAnalysis, loud: boolean, atMs: number): void {
    this.voice.push(samples);
    this.even = !this.even;
    if (loud) {
      this.levelDb.add(frame.levelDbov);
      this.endLevelDb.add(frame.levelDbov);
      this.peakShare.add(frame.firstPeakShare);
      if (this.even) this.hearMelody();
      if (this.firstVoicedMs < 0 && this.pitch.count > 1) this.firstVoicedMs = atMs;
      this.hearColour(frame);
    } else this.lastPitch = 0;
    this.countSyllables(frame.levelDbov, loud);
    this.formerLoud = loud;
  }

  private hearMelody(): void {
    this.voice.measure();
    this.pitchMeasured++;
    const { hz } = this.voice;
    const semitones = hz === 0 ? 0 : 12 * Math.log2(hz / 55);
    if (semitones !== 0) {
      this.pitch.add(semitones);
      this.endPitch.add(semitones);
      if (this.lastPitch !== 0) this.pitchStep.add(Math.min(6, Math.abs(semitones - this.lastPitch)));
    }
    this.lastPitch = semitones;
  }

  private hearColour(frame: FrameAnalysis): void {
    let change = 0;
    let moment = 0;
    const least = frame.levelDbov - BAND_RANGE_DB;
    for (let band = 0; band < BANDS; band++) {
      const db = Math.max(least, frame.bandsDbov[band] as number) - frame.levelDbov;
      change += Math.abs(db - (this.former[band] as number));
      this.former[band] = db;
      moment += db * (band - (BANDS - 1) / 2);
    }
    this.colour.add(moment / BANDS);
    if (!this.formerLoud) return;
    this.flux.add(change / BANDS);
    this.endFlux.add(change / BANDS);
  }

  private countSyllables(db: number, loud: boolean): void {
    if (!loud) {
      this.valleyDb = Math.min(this.valleyDb, db);
      this.peakDb = -Infinity;
      return;
    }
    if (this.peakDb === -Infinity) {
      if (db < this.valleyDb + SYLLABLE_DB) this.valleyDb = Math.min(this.valleyDb, db);
      else {
        this.syllables++;
        this.peakDb = db;
      }
    } else if (db > this.peakDb) this.peakDb = db;
    else if (db < this.peakDb - SYLLABLE_DB) {
      this.peakDb = -Infinity;
      this.valleyDb = db;
    }
  }
}
