import { Worker } from 'node:worker_threads';
import type { TelephonyLog } from '../log.js';
import type { RtpPortRange } from '../rtp/rtp-ports.js';
import type { FromWorker, ToWorker, WorkerSettings } from './worker-protocol.js';
import { WorkerStream } from './worker-streams.js';

/** Sources and what is built of them lie side by side: a thread is loaded from what is built, whoever starts it. */
const ENTRY = new URL('../../dist/media/media-worker.js', import.meta.url);
/** Beyond it a plugin's memory is a leak: the thread ends, not the process. */
const HEAP_MB = 512;
/** How often a worker's pulse is felt, ms, and how often in turn it may be still. */
const CHECK_MS = 1000;
const STILL_CHECKS = 5;

/** What a thread is started with. */
export interface WorkerThreadOptions {
  readonly name: string;
  readonly address: string;
  readonly rtpPorts: RtpPortRange;
  readonly log: TelephonyLog;
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
  private readonly worker: Worker;
  private readonly pulse = new SharedArrayBuffer(4);
  private readonly openings = new Map<number, Opening>();
  private readonly streams = new Map<number, WorkerStream>();
  private becomeReady!: () => void;
  private fail!: (error: Error) => void;
  private check: NodeJS.Timeout | undefined;
  private numbers = 0;
  private serving = false;
  private gone = false;
  private reason = 'it ended';

  constructor(private readonly options: WorkerThreadOptions) {
    const { address, rtpPorts, name } = options;
    const workerData: WorkerSettings = { address, rtpPorts, pulse: this.pulse };
    this.worker = new Worker(ENTRY, {
      name,
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    this.ready = new Promise((resolve, reject) => {
      this.becomeReady = resolve;
      this.fail = reject;
    });
    this.worker.on('message', (message: FromWorker) => this.hear(message));
    this.worker.on('error', (error: unknown) => {
      this.reason = error instanceof Error ? error.message : String(error);
    });
    this.ended = new Promise((resolve) => {
      this.worker.once('exit', () => {
        this.abandon(this.reason);
        resolve(this.reason);
      });
    });
  }

  /** How many calls it carries or is about to; infinite when it does not serve. */
  get load(): number {
    return this.serving ? this.streams.size + this.openings.size : Infinity;
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
    this.reason = reason;
    this.abandon(reason);
    await this.worker.terminate();
    await this.ended;
  }

  private hear(message: FromWorker): void {
    if (this.gone) return;
    if (message.type === 'ready') {
      this.serving = true;
      this.feelPulse(-1, 0);
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
      case 'closed':
        this.streams.delete(message.stream);
        stream?.closed(message.figures);
    }
  }

  private adopt(number: number, port: number): WorkerStream {
    const stream = new WorkerStream(number, port, (message) => this.post(message));
    this.streams.set(number, stream);
    return stream;
  }

  /** Counts checks, not the time: while this thread stood still nothing can be said of the other one. Threads know real time only. */
  private feelPulse(before: number, still: number): void {
    this.check = setTimeout(() => {
      const now = Atomics.load(new Int32Array(this.pulse), 0);
      const beats = now === before ? still + 1 : 0;
      if (beats < STILL_CHECKS) this.feelPulse(now, beats);
      else void this.stop(`it stood still for ${STILL_CHECKS} s`);
    }, CHECK_MS);
  }

  private abandon(reason: string): void {
    this.gone = true;
    this.serving = false;
    clearTimeout(this.check);
    const message = `The media worker ${this.options.name} is gone: ${reason}`;
    this.fail(new Error(message));
    for (const { reject } of this.openings.values()) reject(new Error(message));
    this.openings.clear();
    for (const stream of this.streams.values()) stream.lose(message);
    this.streams.clear();
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
  }
}
