import { Worker } from 'node:worker_threads';
import { WorkerPulse } from './worker-pulse.js';

/** How often a worker's pulse is felt, ms, and how often in turn it may be still. */
const CHECK_MS = 1000;
const STILL_CHECKS = 5;

/** What a thread is started with. */
export interface WatchedWorkerOptions {
  /** What is built of the thread's entry: TypeScript cannot be loaded. */
  readonly entry: URL;
  readonly name: string;
  /** The thread finds it in `workerData`, beside `pulse`, which it has to `beat`. */
  readonly data: object;
  /** What its objects may take: beyond it the thread ends, not the process. */
  readonly heapMb: number;
  /** What it may hold beside: Buffers, typed arrays, WebAssembly. Looked at each second, while its event loop turns. */
  readonly outsideMb: number;
}

/** A worker thread that is ended when its event loop stands still for 5 s or it takes too much memory. */
export class WatchedWorker<To, From> {
  /** Resolves, with the reason, when it is gone. */
  readonly ended: Promise<string>;
  private readonly worker: Worker;
  private readonly pulse = new WorkerPulse();
  private readonly outsideMb: number;
  private check: NodeJS.Timeout | undefined;
  private reason: string | undefined;

  constructor({ entry, name, data, heapMb, outsideMb }: WatchedWorkerOptions, hear: (message: From) => void) {
    this.outsideMb = outsideMb;
    this.worker = new Worker(entry, {
      name,
      workerData: { ...data, pulse: this.pulse.shared },
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    this.worker.on('message', hear);
    this.worker.on('error', (error: unknown) => {
      this.reason ??= error instanceof Error ? error.message : String(error);
    });
    this.ended = new Promise((resolve) => {
      this.worker.once('exit', () => {
        clearTimeout(this.check);
        resolve(this.reason ?? 'it ended');
      });
    });
  }

  post(message: To): void {
    this.worker.postMessage(message);
  }

  /** From now on its event loop has to turn: it has loaded what it had to. */
  watch(): void {
    this.feelPulse(-1, 0);
  }

  /** Ends it. Resolves when it is gone. */
  async stop(reason: string): Promise<void> {
    this.reason ??= reason;
    clearTimeout(this.check);
    await this.worker.terminate();
    await this.ended;
  }

  /** Counts checks, not the time: while this thread stood still nothing can be said of the other one. Threads know real time only. */
  private feelPulse(before: number, still: number): void {
    this.check = setTimeout(() => {
      const { beats, outsideMb } = this.pulse;
      const stillNow = beats === before ? still + 1 : 0;
      if (outsideMb > this.outsideMb)
        void this.stop(
          `it took ${outsideMb} MB outside of its heap, where ${this.outsideMb} MB are its share`,
        );
      else if (stillNow < STILL_CHECKS) this.feelPulse(beats, stillNow);
      else void this.stop(`it stood still for ${STILL_CHECKS} s`);
    }, CHECK_MS);
  }
}
