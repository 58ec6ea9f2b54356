import type { AmdAnalysis, AmdReason, AmdVerdict, GreetingEnd, MachineKind } from '@marcador/plugin-api';
import { beliefOf, FIRST_STEP_MS, isStep } from './belief.js';
import { ExplanationLog } from './explanation.js';
import { Extractor } from './extractor.js';
import { Framing } from './framing.js';
import { GreetingWatch } from './greeting-end.js';
import type { Listening } from './listening.js';
import { isSilentSoFar, judgeAtLast, situationOf } from './profile.js';
import { meaningOf } from './tone-meaning.js';
import { certainty } from './certainty.js';

type Decision = Pick<AmdVerdict, 'answeredBy' | 'machine' | 'reason'>;

/** Listens to one answered call. */
export class CadenceAnalysis implements AmdAnalysis {
  private readonly extractor = new Extractor();
  private readonly framing = new Framing();
  private readonly greeting = new GreetingWatch();
  private readonly log: ExplanationLog | undefined;
  private said: Decision | undefined;
  /** How probable a machine is, as far as the model was asked. */
  private machine = 0.5;

  constructor(
    private readonly listening: Listening,
    explain = false,
  ) {
    if (explain) this.log = new ExplanationLog();
  }

  push(samples: Int16Array): AmdVerdict | undefined {
    return this.framing.push(samples, this.hear);
  }

  finish(): AmdVerdict {
    if (this.extractor.atMs >= FIRST_STEP_MS) this.ask();
    return this.verdict(this.decideAtLast('audio-ended'));
  }

  pushGreeting(samples: Int16Array): GreetingEnd | undefined {
    if (this.said?.machine === 'fax' || this.said?.machine === 'intercept') return undefined;
    return this.framing.push(samples, this.hearGreeting);
  }

  // Made once: one for each packet would be garbage.
  private readonly hear = (frame: Int16Array): AmdVerdict | undefined => {
    this.extractor.push(frame);
    this.log?.frame(this.extractor);
    const { atMs } = this.extractor;
    const { limitMs } = this.listening.profile;
    const decision = this.decide(atMs) ?? (atMs >= limitMs ? this.decideAtLast('time-limit') : undefined);
    return decision && this.verdict(decision);
  };

  private readonly hearGreeting = (frame: Int16Array): GreetingEnd | undefined => {
    this.extractor.push(frame);
    return this.greeting.look(this.extractor);
  };

  private decide(atMs: number): Decision | undefined {
    const { profile, thresholds, tests } = this.listening;
    const { voice, tones } = this.extractor;
    const tone = tests?.tone === false ? undefined : meaningOf(tones, atMs);
    if (tone !== undefined) return machine(tone, 'tone');
    if (isSilentSoFar(voice) && atMs >= profile.silenceAtPickUpMs)
      return machine('silence', 'silence-at-pick-up');
    if (isStep(atMs)) this.ask();
    const situation = situationOf(voice);
    if (tests !== undefined) {
      const waited = situation === 'waits' && voice.silenceMs >= tests.silenceAfterSpeechMs;
      return waited ? { answeredBy: 'HUMAN', reason: 'silence-after-first-speech' } : undefined;
    }
    // A beep is not called a greeting because it is as little like a person.
    if (tones.mayBegin || tones.tones.count > 0) return undefined;
    const answeredBy = isStep(atMs) ? thresholds?.judge(atMs, situation, this.machine) : undefined;
    if (answeredBy === 'MACHINE') return machine('greeting', 'speech-pattern');
    return answeredBy && { answeredBy, reason: 'speech-pattern' };
  }

  /** People are never as silent as a line on which nothing is sent. */
  private decideAtLast(reason: AmdReason): Decision {
    const { atMs, onlyDigitalSilence, voice } = this.extractor;
    if (atMs > 0 && onlyDigitalSilence) return machine('silence', 'silence-at-pick-up');
    const answeredBy = judgeAtLast(this.listening.profile, situationOf(voice), this.machine);
    return answeredBy === 'MACHINE' ? machine('greeting', reason) : { answeredBy, reason };
  }

  private ask(): void {
    this.machine = beliefOf(this.listening.trees, this.extractor);
    this.log?.belief(this.extractor.atMs, this.machine);
  }

  private verdict(decision: Decision): AmdVerdict {
    this.said = decision;
    if (decision.reason !== 'tone') this.greeting.passOver(this.extractor.tones);
    const { extractor, log } = this;
    return {
      ...decision,
      confidence: certainty(decision, this.machine, this.listening.profile.sharpness),
      atMs: extractor.atMs,
      measurements: this.measurements(),
      ...(log && { explanation: log.explain(extractor) }),
    };
  }

  private measurements(): Record<string, number> {
    const { voice, tones } = this.extractor;
    const { onsetMs, speechMs, spanMs } = voice.pieces;
    return {
      ...(onsetMs === undefined ? {} : { speechOnsetMs: onsetMs }),
      speechMs,
      speechSpanMs: spanMs,
      silenceMs: voice.silenceMs,
      machineProbability: Math.round(this.machine * 1000) / 1000,
      ...(tones.tones.count === 0 ? {} : { toneHz: Math.round(tones.tones.hz(0)) }),
    };
  }
}

function machine(kind: MachineKind, reason: AmdReason): Decision {
  return { answeredBy: 'MACHINE', machine: kind, reason };
}
