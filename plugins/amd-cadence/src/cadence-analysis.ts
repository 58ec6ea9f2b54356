import type { AmdAnalysis, AmdReason, AmdVerdict } from '@marcador/plugin-api';
import { decide, type Decision } from './cadence-rule.js';
import type { CadenceTimes } from './config.js';
import { FRAME_MS, FRAME_SAMPLES, FrameAnalysis } from './frame-analysis.js';
import { ToneDetector } from './tone.js';
import { VoiceActivity } from './voice-activity.js';

/** How often each reason was right for the training calls. */
const CONFIDENCE: Readonly<Record<AmdReason, number>> = {
  tone: 0.95,
  'silence-at-pick-up': 0.85,
  'silence-after-first-speech': 0.9,
  'long-speech': 0.8,
  'speech-pattern': 0.8,
  'time-limit': 0.5,
  'audio-ended': 0.5,
};

/** Listens to one answered call. */
export class CadenceAnalysis implements AmdAnalysis {
  private readonly frame = new Int16Array(FRAME_SAMPLES);
  private filled = 0;
  private readonly analysis = new FrameAnalysis();
  private readonly voice = new VoiceActivity();
  private readonly tones = new ToneDetector();
  private atMs = 0;
  private onlyDigitalSilence = true;

  constructor(private readonly times: CadenceTimes) {}

  push(samples: Int16Array): AmdVerdict | undefined {
    let taken = 0;
    while (taken < samples.length) {
      const some = Math.min(FRAME_SAMPLES - this.filled, samples.length - taken);
      this.frame.set(samples.subarray(taken, taken + some), this.filled);
      this.filled += some;
      taken += some;
      if (this.filled < FRAME_SAMPLES) break;
      this.filled = 0;
      const verdict = this.hear(this.frame);
      if (verdict !== undefined) return verdict;
    }
    return undefined;
  }

  finish(): AmdVerdict {
    return this.undecided('audio-ended');
  }

  private hear(frame: Int16Array): AmdVerdict | undefined {
    this.atMs += FRAME_MS;
    this.analysis.push(frame);
    this.onlyDigitalSilence &&= this.analysis.isDigitalSilence;
    this.voice.push(this.analysis.levelDbov);
    const tone = this.tones.push(this.analysis);
    const { onsetMs, speaking, speechMs, spanMs, silenceMs } = this.voice;
    const heard = { atMs: this.atMs, tone, onsetMs, speaking, speechMs, spanMs, silenceMs };
    const decision = decide(heard, this.times);
    if (decision !== undefined) return this.verdict(decision);
    return this.atMs >= this.times.limitMs ? this.undecided('time-limit') : undefined;
  }

  /** Dropping somebody is the worse error; but people are never as silent as a line on which nothing is sent. */
  private undecided(reason: AmdReason): AmdVerdict {
    const nobody = this.atMs > 0 && this.onlyDigitalSilence;
    return this.verdict(
      nobody ? { answeredBy: 'MACHINE', reason: 'silence-at-pick-up' } : { answeredBy: 'HUMAN', reason },
    );
  }

  private verdict({ answeredBy, reason }: Decision): AmdVerdict {
    return {
      answeredBy,
      reason,
      confidence: CONFIDENCE[reason],
      atMs: this.atMs,
      measurements: this.measurements(),
    };
  }

  private measurements(): Record<string, number> {
    const { onsetMs, speechMs, spanMs, silenceMs } = this.voice;
    const { foundHz } = this.tones;
    return {
      ...(onsetMs === undefined ? {} : { speechOnsetMs: onsetMs }),
      speechMs,
      speechSpanMs: spanMs,
      silenceMs,
      ...(foundHz === undefined ? {} : { toneHz: Math.round(foundHz) }),
    };
  }
}
