import type { TelephonyLog } from '../log.js';
import type { RtpPortRange } from '../rtp/rtp-ports.js';
import type { AnalysisResult, AnalysisTask } from './analysis.js';
import type { MediaAgreement } from './media-agreement.js';
import type { MediaFigures } from './media-figures.js';
import type { MessageResult, MessageTask } from './message.js';

/** What a media worker is started with. */
export interface WorkerSettings {
  readonly address: string;
  readonly rtpPorts: RtpPortRange;
}

/** To the worker. `stream` is the number that the other side gave to a call. No audio but that of recordings, in shared memory. */
export type ToWorker =
  | { readonly type: 'open'; readonly stream: number }
  | { readonly type: 'agree'; readonly stream: number; readonly agreement: MediaAgreement }
  | { readonly type: 'press'; readonly stream: number; readonly keys: string }
  | { readonly type: 'analyse'; readonly stream: number; readonly task: AnalysisTask }
  | { readonly type: 'leave-message'; readonly stream: number; readonly task: MessageTask }
  | { readonly type: 'close'; readonly stream: number };

/** From the worker: one answer to each `open`, `analyse`, `leave-message` and `close`. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'opened'; readonly stream: number; readonly port: number }
  | { readonly type: 'not-opened'; readonly stream: number; readonly message: string }
  | { readonly type: 'analysed'; readonly stream: number; readonly result: AnalysisResult }
  | { readonly type: 'message-ended'; readonly stream: number; readonly result: MessageResult }
  | { readonly type: 'closed'; readonly stream: number; readonly figures: MediaFigures | undefined }
  | {
      readonly type: 'log';
      readonly level: keyof TelephonyLog;
      readonly fields: object;
      readonly message: string;
    };
