import type { AnalysisResult, AnalysisTask } from './analysis.js';
import type { MediaAgreement } from './media-agreement.js';
import type { MediaFigures } from './media-figures.js';
import type { MediaWorkerState } from './media-worker-state.js';
import type { MessageResult, MessageTask } from './message.js';

/** Carries the audio of calls. */
export interface Media {
  /** Where audio is received. */
  readonly address: string;
  /** @throws Error with one sentence when there is no port for another stream, or nobody to carry it */
  open(): Promise<MediaStream>;
  /** How the threads fare that carry it; none where it is this thread. */
  states(): readonly MediaWorkerState[];
  /** Ends all streams. May be called more than once. */
  close(): Promise<void>;
}

/** The audio of one call. Its members never throw; those that answer always do, also when the stream is lost. */
export interface MediaStream {
  /** UDP port of its RTP; the one after it is for RTCP. */
  readonly port: number;
  /** Nobody carries it any more: another one has to be opened. */
  readonly lost: boolean;
  /** Begins sending and receiving, or goes on with another agreement. */
  agree(agreement: MediaAgreement): void;
  /** Presses keys (RFC 4733). Without agreed telephone-events nothing is sent. */
  press(keys: string): void;
  /** Listens until there is a verdict. One analysis at a time; one that is under way when the stream closes fails. */
  analyse(task: AnalysisTask): Promise<AnalysisResult>;
  /**
   * After the verdict of an analysis that a message may follow: leaves it when the greeting has ended. Once, and soon
   * after the verdict.
   */
  leaveMessage(task: MessageTask): Promise<MessageResult>;
  /** @returns how its audio fared; `undefined` when it never began, or is lost */
  close(): Promise<MediaFigures | undefined>;
}
