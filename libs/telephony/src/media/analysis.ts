import type { TelephonyLog } from '../log.js';

/** What is to be made of the peer's audio, as plain values that pass between threads. */
export interface AnalysisTask {
  /** The URL of a module that exports {@link CreateAnalyser} as `createAnalyser`. */
  readonly module: string;
  /** What `createAnalyser` is given: JSON. Equal inputs share one analyser of a thread. */
  readonly input: unknown;
  /** What `analyse` is given for this call: JSON. */
  readonly options?: unknown;
  /**
   * How long to listen, ms: of audio, and of time from the first packet on, so that the verdict comes also when packets
   * stop. So long is the first one waited for.
   */
  readonly limitMs: number;
  /** What is heard after the verdict is kept for a moment: a message may be asked for. @default false */
  readonly messageMayFollow?: boolean;
}

/** Where an analyser writes; its errors are warnings of the telephony. */
export interface AnalyserLog extends TelephonyLog {
  error(fields: object, message: string): void;
}

/** Makes what analyses calls. What it throws or rejects with fails the analyses it was made for. */
export type CreateAnalyser = (input: unknown, log: AnalyserLog) => Analyser | Promise<Analyser>;

/** Analyses calls; kept as long as its thread. */
export interface Analyser {
  /** @param options those of the {@link AnalysisTask} */
  analyse(options?: unknown): AudioAnalysis;
}

/** The analysis of one call: synchronous and without I/O. What it returns has to pass between threads. */
export interface AudioAnalysis {
  /** Takes the next 20 ms; the array is reused. @returns the verdict, as soon as there is one */
  push(samples: Int16Array): unknown;
  /** Nothing more comes. @returns the verdict */
  finish(): unknown;
  /** After the verdict: takes the next 20 ms. @returns anything as soon as a message may begin, or has to begin anew */
  pushGreeting?(samples: Int16Array): unknown;
}

/** What came of an analysis. */
export type AnalysisResult =
  | { readonly kind: 'verdict'; readonly verdict: unknown }
  /** No packet came within the limit: nothing was asked of the analyser. */
  | { readonly kind: 'no-audio' }
  /** It could not be made, or threw; the media serve on. */
  | { readonly kind: 'failed'; readonly message: string }
  /** The worker that carried the call's media stalled or died. */
  | { readonly kind: 'media-lost'; readonly message: string };
