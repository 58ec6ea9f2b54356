import { WatchedWorker } from '@marcador/platform/watched-worker.js';
import type { TelephonyLog } from '../log.js';
import type { RtpPortRange } from '../rtp/rtp-ports.js';
import type { MediaFigures } from './media-figures.js';
import type { FromWorker, ToWorker, WorkerSettings } from './worker-protocol.js';
import { WorkerStream } from './worker-streams.js';

/** Sources and what is built of them lie side by side: a thread is loaded from what is built, whoever starts it. */
const ENTRY = new URL('../../dist/media/media-worker.js', import.meta.url);
/** Beyond it, and as much outside of the heap, a plugin's memory is a leak: the thread ends, not the process. */
const MEMORY_MB = 512;

/** What a thread is started with. */
export interface WorkerThreadOptions {
  readonly name: string;
  readonly address: string;
  readonly rtpPorts: RtpPortRange;
  readonly log: TelephonyLog;
  /** How the audio of a call that has ended fared. */
  readonly onFigures: (figures: MediaFigures) => void;
}

interface Opening {
  readonly resolve: (stream: WorkerStream) => void;
  readonly reject: (error: Error) => void;
}

/** One media worker, from its start to its end. */
export class WorkerThread {
  /** Resolves when it carries calls. Rejects when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves, with the reason, when it is gone and its ports are free. */
  readonly ended: Promise<string>;
  private readonly worker: WatchedWorker<ToWorker, FromWorker>;
  private readonly openings = new Map<number, Opening>();
  private readonly streams = new Map<number, WorkerStream>();
  private becomeReady!: () => void;
  private fail!: (error: Error) => void;
  private numbers = 0;
  private serving = false;
  private gone = false;

  constructor(private readonly options: WorkerThreadOptions) {
    const { address, rtpPorts, name } = options;
    const data: WorkerSettings = { address, rtpPorts };
    this.worker = new WatchedWorker(
      { entry: ENTRY, name, data, heapMb: MEMORY_MB, outsideMb: MEMORY_MB },
      (message) => this.hear(message),
    );
    this.ready = new Promise((resolve, reject) => {
      this.becomeReady = resolve;
      this.fail = reject;
    });
    this.ended = this.worker.ended.then((reason) => {
      this.abandon(reason);
      return reason;
    });
  }

  /** How many calls it carries or is about to; infinite when it does not serve. */
  get load(): number {
    return this.serving ? this.streams.size + this.openings.size : Infinity;
  }

  /** How many calls it carries, and how many of them a detector listens to. */
  get carries(): { readonly streams: number; readonly analyses: number } {
    const streams = [...this.streams.values()];
    return { streams: streams.length, analyses: streams.filter(({ isAnalysed }) => isAnalysed).length };
  }

  /** @throws Error when it has no free port, or ends meanwhile */
  open(): Promise<WorkerStream> {
    const stream = this.numbers++;
    return new Promise((resolve, reject) => {
      this.openings.set(stream, { resolve, reject });
      this.post({ type: 'open', stream });
    });
  }

  /** Ends it; its calls lose their media. */
  async stop(reason: string): Promise<void> {
    this.abandon(reason);
    await this.worker.stop(reason);
  }

  private hear(message: FromWorker): void {
    if (this.gone) return;
    if (message.type === 'ready') {
      this.serving = true;
      this.worker.watch();
      this.becomeReady();
    } else if (message.type === 'log') {
      this.options.log[message.level](message.fields, message.message);
    } else {
      this.hearOf(message);
    }
  }

  private hearOf(message: Extract<FromWorker, { stream: number }>): void {
    const opening = this.openings.get(message.stream);
    const stream = this.streams.get(message.stream);
    switch (message.type) {
      case 'opened':
        this.openings.delete(message.stream);
        opening?.resolve(this.adopt(message.stream, message.port));
        return;
      case 'not-opened':
        this.openings.delete(message.stream);
        opening?.reject(new Error(message.message));
        return;
      case 'analysed':
        stream?.analysed(message.result);
        return;
      case 'message-ended':
        stream?.messageEnded(message.result);
        return;
      case 'closed':
        this.streams.delete(message.stream);
        stream?.closed(message.figures);
        if (message.figures !== undefined) this.options.onFigures(message.figures);
    }
  }

  private adopt(number: number, port: number): WorkerStream {
    const stream = new WorkerStream(number, port, (message) => this.post(message));
    this.streams.set(number, stream);
    return stream;
  }

  private abandon(reason: string): void {
    this.gone = true;
    this.serving = false;
    const message = `The media worker ${this.options.name} is gone: ${reason}`;
    this.fail(new Error(message));
    for (const { reject } of this.openings.values()) reject(new Error(message));
    this.openings.clear();
    for (const stream of this.streams.values()) stream.lose(message);
    this.streams.clear();
  }

  private post(message: ToWorker): void {
    this.worker.post(message);
  }
}
