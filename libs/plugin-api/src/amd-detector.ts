import type { ConfigSchema } from './config.js';
import { definePlugin, type ExtensionDefinition, type ExtensionPlugin, type Instance } from './extension.js';

/**
 * Why a detector decided: the manual's three (§2.2), the speech rules, the pattern of speech and pauses as a whole, and
 * running out of time or audio.
 */
export type AmdReason =
  | 'silence-at-pick-up'
  | 'silence-after-first-speech'
  | 'long-speech'
  | 'speech-pattern'
  | 'tone'
  | 'time-limit'
  | 'audio-ended';

/**
 * By what a machine was known: it talks on, it beeps, a fax calls or answers, the network's special information tones
 * (ITU-T E.180) say that the number is out of service, or nobody says anything.
 */
export type MachineKind = 'greeting' | 'beep' | 'fax' | 'intercept' | 'silence';

/** Person or machine, why, and how sure. */
export interface AmdVerdict {
  /** What an UNDECIDED call counts as is the campaign's choice. */
  readonly answeredBy: 'HUMAN' | 'MACHINE' | 'UNDECIDED';
  /** With MACHINE only. */
  readonly machine?: MachineKind;
  readonly reason: AmdReason;
  /** 0 (a guess) to 1 (certain). */
  readonly confidence: number;
  /** How much audio had been analysed, ms after the answer. */
  readonly atMs: number;
  /** Figures worth keeping in the call record, by name with unit (`firstSpeechMs`). */
  readonly measurements: Readonly<Record<string, number>>;
  /** Where {@link AmdOptions.explain} asked for it. */
  readonly explanation?: AmdExplanation;
}

/** What was heard, to be drawn beside the verdict; never the audio. Times are ms after the answer. */
export interface AmdExplanation {
  /** The level of each frame, dBov, rounded to whole dB: at most 1500 of them. */
  readonly frameMs: number;
  readonly levelDbov: readonly number[];
  readonly speech: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly tones: readonly { readonly fromMs: number; readonly toMs: number; readonly hz: number }[];
  /** How probable a machine seemed as time went on, 0 to 1; empty where the detector does not reckon so. */
  readonly belief: readonly { readonly atMs: number; readonly machine: number }[];
}

/** What is asked of the analysis of one call. */
export interface AmdOptions {
  /** The verdict is to carry its explanation. */
  readonly explain: boolean;
}

/** When a machine's greeting was over. */
export interface GreetingEnd {
  /** Its beep has ended, or nothing has been heard for so long that there will be none. */
  readonly after: 'beep' | 'silence';
  /** How much audio had been analysed, ms after the answer. */
  readonly atMs: number;
}

/** The analysis of one answered call. Synchronous and without I/O, for it runs in a media worker. */
export interface AmdAnalysis {
  /**
   * Takes the next samples: 16-bit linear PCM, mono, 8000 Hz, in order, usually 20 ms (160 samples). Lost packets
   * arrive as silence of the same length. Returns the verdict as soon as there is one; nothing is pushed afterwards.
   * The array is reused by the caller: copy what must be kept.
   */
  push(samples: Int16Array): AmdVerdict | undefined;
  /** The audio ended, or the host's patience did: decides on what was heard. */
  finish(): AmdVerdict;
  /**
   * After the verdict MACHINE, where the campaign leaves a message: takes the samples that follow, as `push` does, and
   * says once that the message may begin, never before the greeting and its beep have ended. Goes on being called while
   * the message plays: another answer means that the greeting had not been over, and the message begins anew.
   * Without this member no messages are left by campaigns that use the detector. All analyses of an instance have it from
   * their beginning, or none.
   */
  pushGreeting?(samples: Int16Array): GreetingEnd | undefined;
}

/**
 * Tells people from answering machines by the audio after the answer (manual §2.2).
 *
 * The host guarantees that early media is never pushed, that pauses in which the other side sends nothing are pushed as
 * silence, and that `finish` is called if no verdict came within `limitMs` of audio, nor of time from the first packet
 * on. A line on which nothing but digital silence comes up to `limitMs` is to be a MACHINE, neither HUMAN nor UNDECIDED.
 * A throw counts as a person: dropping somebody is the worse error; so does a call of which no packet comes at all.
 * Not guaranteed: that every analysis is finished (the other side may hang up).
 *
 * Calls are analysed in worker threads that carry audio, each of which loads the plugin's module and makes an instance of
 * its own, without numbers; the instance of the main thread answers `health`, says `limitMs` and begins analyses that hear
 * nothing, by which is known whether messages can be left. A detector that blocks
 * its thread for seconds, exits or runs out of memory ends the worker: the calls there count as answered by a person.
 */
export interface AmdDetector extends Instance {
  /** The longest time that the detector wants to listen, ms. */
  readonly limitMs: number;
  /** Begins the analysis of one call. Without options nothing is to be explained. */
  analyse(options?: AmdOptions): AmdAnalysis;
}

/**
 * Declares a type of answering machine detector.
 * @throws Error when the id is not usable
 */
export function defineAmdDetector<C extends ConfigSchema>(
  definition: ExtensionDefinition<C, AmdDetector> & { readonly module: string },
): ExtensionPlugin {
  return definePlugin('amd-detector', definition);
}
