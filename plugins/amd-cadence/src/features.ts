import type { Noise } from './noise.js';
import type { Phrases } from './phrases.js';
import type { Prosody } from './prosody.js';
import type { Rhythm } from './rhythm.js';
import type { VoiceActivity } from './voice-activity.js';

/** What features are taken from. */
export interface Known {
  readonly atMs: number;
  readonly voice: VoiceActivity;
  readonly rhythm: Rhythm;
  readonly prosody: Prosody;
  readonly noise: Noise;
  readonly phrases: Phrases;
}

/** What there is not yet. */
const NONE = -1;
const LATE_MS = 2000;

/**
 * What the model is told, in this order, ms and dB where nothing else is said. Nothing of it depends on how loud the
 * line is, nor on how noisy. Where there was no such thing yet, the value is -1.
 */
const MEASURES = {
  atMs: ({ atMs }) => atMs,
  onsetMs: ({ voice }) => voice.pieces.onsetMs ?? NONE,
  speechMs: ({ voice }) => voice.pieces.speechMs,
  spanMs: ({ voice }) => voice.pieces.spanMs,
  runMs: ({ voice }) => (voice.speaking && voice.pieces.count > 0 ? lastMs(voice) : 0),
  silenceMs: ({ voice }) => voice.silenceMs,
  pieces: ({ voice }) => voice.pieces.count,
  firstMs: ({ voice: { pieces } }) => (pieces.count === 0 ? NONE : pieces.lengthOf(0)),
  longestMs: ({ rhythm }) => rhythm.longestMs,
  lastMs: ({ voice }) => lastMs(voice),
  firstGapMs: ({ voice: { pieces } }) => (pieces.count < 2 ? NONE : pieces.startOf(1) - pieces.endOf(0)),
  longestGapMs: ({ rhythm }) => rhythm.longestGapMs,
  meanGapMs: ({ rhythm }) => rhythm.meanGapMs,
  speechShare: ({ voice: { pieces } }) => (pieces.count === 0 ? NONE : pieces.speechMs / pieces.spanMs),
  silenceToLast: ({ voice }) => (voice.pieces.count === 0 ? NONE : voice.silenceMs / lastMs(voice)),
  silenceToLongestGap: ({ voice, rhythm }) =>
    voice.pieces.count < 2 ? NONE : voice.silenceMs / rhythm.longestGapMs,
  phrases: ({ rhythm }) => rhythm.phrases,
  firstPhraseMs: ({ rhythm }) => rhythm.firstPhraseMs,
  lastPhraseMs: ({ rhythm }) => rhythm.lastPhraseMs,
  longestPhraseMs: ({ rhythm }) => rhythm.longestPhraseMs,
  levelSd: ({ prosody }) => prosody.levelDb.sd,
  levelEndDrop: ({ prosody }) => prosody.levelDb.mean - prosody.endLevelDb.mean(8),
  levelEndSlope: ({ prosody }) => prosody.endLevelDb.slope(12),
  voicedShare: ({ prosody: { pitch, pitchMeasured } }) =>
    pitchMeasured === 0 ? NONE : pitch.count / pitchMeasured,
  pitchSd: ({ prosody }) => prosody.pitch.sd,
  pitchEndDrop: ({ prosody }) => prosody.pitch.mean - prosody.endPitch.mean(5),
  pitchEndSlope: ({ prosody }) => prosody.endPitch.slope(8),
  pitchStep: ({ prosody }) => prosody.pitchStep.mean,
  flux: ({ prosody }) => prosody.flux.mean,
  fluxSd: ({ prosody }) => prosody.flux.sd,
  endFlux: ({ prosody }) => prosody.endFlux.mean(12),
  peakShare: ({ prosody }) => prosody.peakShare.mean,
  colourSd: ({ prosody }) => prosody.colour.sd,
  syllables: ({ prosody }) => prosody.syllables,
  syllableRate: ({ voice: { pieces }, prosody }) =>
    pieces.count === 0 ? 0 : (1000 * prosody.syllables) / pieces.speechMs,
  noiseStep: ({ noise }) => noise.noiseStep,
  restSd: ({ noise }) => noise.restSd,
  valleyStep: ({ noise }) => noise.valleyStep,
  bumpMs: ({ voice }) => voice.bumpMs,
  firstVoiced: ({ voice, prosody }) =>
    prosody.firstVoicedMs < 0 ? NONE : prosody.firstVoicedMs - (voice.pieces.onsetMs ?? 0),
  phraseLevelStep: ({ phrases }) => phrases.levelStep,
  phrasePitchStep: ({ phrases }) => phrases.pitchStep,
  phraseChange: ({ phrases }) => phrases.change,
  phrasePitchSd: ({ phrases }) => phrases.last.pitch.sd,
  phraseLevelSd: ({ phrases }) => phrases.last.levelDb.sd,
  speechOfLate: ({ atMs, voice }) => voice.pieces.speechBetween(atMs - LATE_MS, atMs),
  valleyChange: ({ noise }) => noise.valleyChange,
  valleyRise: ({ noise }) => noise.valleyRise,
  levelRange: ({ noise }) => noise.range,
} as const satisfies Readonly<Record<string, (known: Known) => number>>;

/** Their names, which the model repeats. */
export const FEATURES: readonly string[] = Object.keys(MEASURES);
const ALL: readonly ((known: Known) => number)[] = Object.values(MEASURES);

/** @param out takes one value for each of {@link FEATURES} */
export function measureFeatures(known: Known, out: Float32Array): void {
  for (let feature = 0; feature < ALL.length; feature++) out[feature] = ALL[feature]?.(known) ?? NONE;
}

function lastMs({ pieces }: VoiceActivity): number {
  return pieces.count === 0 ? NONE : pieces.lengthOf(pieces.count - 1);
}
