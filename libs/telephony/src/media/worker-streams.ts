import type { AnalysisResult, AnalysisTask } from './analysis.js';
import type { MediaAgreement } from './media-agreement.js';
import type { MediaFigures } from './media-figures.js';
import type { MediaStream } from './media.js';
import type { MessageResult, MessageTask } from './message.js';
import type { ToWorker } from './worker-protocol.js';

/** A stream that a worker carries. It answers also when the worker does not any more. */
export class WorkerStream implements MediaStream {
  lost = false;
  /** The analyses that the worker has not answered yet, in its order; those that were given up too. */
  private readonly analyses: ((result: AnalysisResult) => void)[] = [];
  private settleMessage: ((result: MessageResult) => void) | undefined;
  private settleClose: ((figures: MediaFigures | undefined) => void) | undefined;
  private closing: Promise<MediaFigures | undefined> | undefined;
  private lossReason = '';

  constructor(
    private readonly number: number,
    readonly port: number,
    private readonly post: (message: ToWorker) => void,
  ) {}

  /** Whether a detector listens. */
  get isAnalysed(): boolean {
    return this.analyses.length > 0;
  }

  agree(agreement: MediaAgreement): void {
    this.tell({ type: 'agree', stream: this.number, agreement });
  }

  press(keys: string): void {
    this.tell({ type: 'press', stream: this.number, keys });
  }

  analyse(task: AnalysisTask): Promise<AnalysisResult> {
    if (this.lost) return Promise.resolve({ kind: 'media-lost', message: this.lossReason });
    if (this.closing !== undefined) return Promise.resolve({ kind: 'failed', message: 'the call ended' });
    for (const settle of this.analyses) settle({ kind: 'failed', message: 'another analysis began' });
    return new Promise((resolve) => {
      this.analyses.push(resolve);
      this.tell({ type: 'analyse', stream: this.number, task });
    });
  }

  leaveMessage(task: MessageTask): Promise<MessageResult> {
    if (this.lost) return Promise.resolve({ kind: 'media-lost', message: this.lossReason });
    if (this.closing !== undefined) return Promise.resolve({ kind: 'ended-in-greeting' });
    return new Promise((resolve) => {
      this.settleMessage = resolve;
      this.tell({ type: 'leave-message', stream: this.number, task });
    });
  }

  close(): Promise<MediaFigures | undefined> {
    this.closing ??= new Promise((resolve) => {
      this.settleClose = resolve;
      if (this.lost) resolve(undefined);
      this.tell({ type: 'close', stream: this.number });
    });
    return this.closing;
  }

  /** The worker has a result. */
  analysed(result: AnalysisResult): void {
    this.analyses.shift()?.(result);
  }

  /** The message is over. */
  messageEnded(result: MessageResult): void {
    this.settleMessage?.(result);
  }

  /** The worker has closed it. */
  closed(figures: MediaFigures | undefined): void {
    this.settleClose?.(figures);
    this.failAll({ kind: 'failed', message: 'the call ended' });
  }

  /** The worker is gone. */
  lose(reason: string): void {
    this.lost = true;
    this.lossReason = reason;
    this.failAll({ kind: 'media-lost', message: reason });
    this.settleMessage?.({ kind: 'media-lost', message: reason });
    this.settleClose?.(undefined);
  }

  private failAll(result: AnalysisResult): void {
    for (const settle of this.analyses.splice(0)) settle(result);
  }

  private tell(message: ToWorker): void {
    if (!this.lost) this.post(message);
  }
}
