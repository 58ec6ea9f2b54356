import type { ConfigSchema } from './config.js';
import { definePlugin, type ExtensionDefinition, type ExtensionPlugin, type Instance } from './extension.js';

/** Why a detector decided: the manual's three (§2.2), the two speech rules, and running out of time or audio. */
export type AmdReason =
  'silence-at-pick-up' | 'silence-after-first-speech' | 'long-speech' | 'tone' | 'time-limit' | 'audio-ended';

/** Person or machine, why, and how sure. */
export interface AmdVerdict {
  readonly answeredBy: 'HUMAN' | 'MACHINE';
  readonly reason: AmdReason;
  /** 0 (a guess) to 1 (certain). */
  readonly confidence: number;
  /** How much audio had been analysed, ms after the answer. */
  readonly atMs: number;
  /** Figures worth keeping in the call record, by name with unit (`firstSpeechMs`). */
  readonly measurements: Readonly<Record<string, number>>;
}

/** The analysis of one answered call. Synchronous and without I/O, for it runs in a media worker. */
export interface AmdAnalysis {
  /**
   * Takes the next samples: 16-bit linear PCM, mono, 8000 Hz, in order, usually 20 ms (160 samples). Lost packets
   * arrive as silence of the same length. Returns the verdict as soon as there is one; nothing is pushed afterwards.
   * The array is reused by the caller: copy what must be kept.
   */
  push(samples: Int16Array): AmdVerdict | undefined;
  /** The audio ended, or the host's patience did: decides on what was heard. An undecided case is a HUMAN. */
  finish(): AmdVerdict;
}

/**
 * Tells people from answering machines by the audio after the answer (manual §2.2).
 *
 * The host guarantees that early media is never pushed, and that `finish` is called if no verdict came within
 * `limitMs` of audio, or of time where no audio comes. A throw counts as a person: dropping somebody is the worse
 * error. Not guaranteed: that every analysis is finished (the other side may hang up).
 *
 * Calls are analysed in worker threads that carry audio, each of which loads the plugin's module and makes an instance of
 * its own, without numbers; the instance of the main thread answers `health` and says `limitMs`. A detector that blocks
 * its thread for seconds, exits or runs out of memory ends the worker: the calls there count as answered by a person.
 */
export interface AmdDetector extends Instance {
  /** The longest time that the detector wants to listen, ms. */
  readonly limitMs: number;
  /** Begins the analysis of one call. */
  analyse(): AmdAnalysis;
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
