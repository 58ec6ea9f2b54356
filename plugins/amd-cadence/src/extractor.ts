import { FEATURES, measureFeatures } from './features.js';
import { FRAME_MS, FrameAnalysis } from './frame-analysis.js';
import { Noise } from './noise.js';
import { Phrases } from './phrases.js';
import { Prosody } from './prosody.js';
import { Rhythm } from './rhythm.js';
import { ToneDetector } from './tone.js';
import { VoiceActivity } from './voice-activity.js';

/** What is known of one call: training and detection share it. Allocates nothing per frame. */
export class Extractor {
  readonly frame = new FrameAnalysis();
  readonly voice = new VoiceActivity();
  readonly tones = new ToneDetector();
  readonly rhythm = new Rhythm();
  readonly prosody = new Prosody();
  readonly noise = new Noise();
  readonly phrases = new Phrases();
  /** How much audio was heard. */
  atMs = 0;
  onlyDigitalSilence = true;

  private readonly features = new Float32Array(FEATURES.length);

  /** Takes the next frame. */
  push(samples: Int16Array): void {
    this.atMs += FRAME_MS;
    const { frame, voice } = this;
    frame.push(samples);
    this.onlyDigitalSilence &&= frame.isDigitalSilence;
    this.tones.push(frame);
    voice.push(frame.levelDbov, frame.isDigitalSilence || this.tones.ringsBack);
    this.prosody.push(samples, frame, voice.loud, this.atMs);
    this.noise.push(frame, voice);
    this.phrases.push(frame, voice, this.prosody);
  }

  /** @returns one value for each of {@link FEATURES}, in an array that the next call overwrites */
  measure(): Float32Array {
    this.rhythm.measure(this.voice.pieces);
    measureFeatures(this, this.features);
    return this.features;
  }
}
