import { message } from '@marcador/messages/message.js';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import { RestartPause } from '@marcador/platform/restart-pause.js';
import { WatchedWorker } from '@marcador/platform/watched-worker.js';
import type { PluginLog, QueueSnapshot } from '@marcador/plugin-api';
import type { FromInstance, IsolatedInput, ToInstance } from './isolated-protocol.js';
import { because, errorOf, type Reason } from './reason.js';

/** The entry lies beside what is built of this module; the sources cannot be loaded by a thread. */
const ENTRY = new URL('../dist/isolated-worker.js', import.meta.url);
const HEAP_MB = 256;
/** A national list as bits, twice while the next one is read. */
const OUTSIDE_MB = 1024;
/** To load the plugin and what it imports, on whatever machine. */
const START_MS = 60_000;
/** Shorter than the host waits for an instance to close. */
const CLOSE_MS = 3000;

/** Receives what the thread reports of a watch. */
export interface Reports {
  update(snapshot: QueueSnapshot): void;
  unreachable(reason: Reason): void;
}

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly reports?: Reports | undefined;
}

type Thread = WatchedWorker<ToInstance, FromInstance>;

/**
 * A plugin's instance in a worker thread of its own. A thread that ends (`process.exit`, an exception that nobody
 * caught), stands still for 5 s or takes more than 256 MB, or 1 GB of Buffers and the like, costs the calls that are under way, which reject; it is replaced, at
 * once or after pauses that grow to 30 s, and meanwhile every call rejects with the reason.
 */
export class IsolatedInstance {
  private readonly pending = new Map<number, Pending>();
  private readonly pause = new RestartPause();
  private thread: Thread | undefined;
  private members: ReadonlySet<string> = new Set();
  private becameReady: (() => void) | undefined;
  private ready: Promise<void> = Promise.resolve();
  private down: Reason | undefined;
  private timer: Timer | undefined;
  private calls = 0;
  private closed = false;

  constructor(
    private readonly input: IsolatedInput,
    private readonly clock: Clock,
    private readonly log: PluginLog,
  ) {
    this.start();
  }

  /** Why it does not serve at the moment. */
  get fault(): Reason | undefined {
    return this.down;
  }

  /** Whether the instance has an optional member; before it was loaded for the first time it seems to have none. */
  has(member: string): boolean {
    return this.members.has(member);
  }

  /**
   * Calls a member in the thread. While the thread starts the call waits for it.
   * @throws what the member rejects with, the signal's reason, or why there is no thread
   */
  async call(
    member: string,
    args: readonly unknown[],
    signal?: AbortSignal,
    reports?: Reports,
  ): Promise<unknown> {
    signal?.throwIfAborted();
    await this.ready;
    if (this.down !== undefined) throw errorOf(this.down);
    signal?.throwIfAborted();
    const call = this.calls++;
    const abort = () => {
      this.thread?.post({ type: 'abort', call });
      this.pending.get(call)?.reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort);
    try {
      return await new Promise((resolve, reject) => {
        this.pending.set(call, { resolve, reject, reports });
        this.thread?.post({ type: 'call', call, member, args });
      });
    } finally {
      this.pending.delete(call);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Closes the instance and ends its thread. */
  async close(): Promise<void> {
    this.closed = true;
    this.timer?.cancel();
    const { thread } = this;
    if (thread === undefined) return;
    // A thread that stands still does not close: it is ended all the same, when whoever asks has waited long enough.
    const closing = this.call('close', []).catch(() => undefined);
    let timer: Timer | undefined;
    const late = new Promise<void>((resolve) => (timer = this.clock.setTimer(CLOSE_MS, resolve)));
    await Promise.race([closing, late]);
    timer?.cancel();
    await thread.stop('it was closed');
  }

  private start(): void {
    const startedAt = performance.now();
    const thread: Thread = new WatchedWorker(
      {
        entry: ENTRY,
        name: `plugin ${this.input.type}`,
        data: this.input,
        heapMb: HEAP_MB,
        outsideMb: OUTSIDE_MB,
      },
      (said) => this.hear(said),
    );
    this.thread = thread;
    this.ready = new Promise((resolve) => (this.becameReady = resolve));
    const timer = this.clock.setTimer(
      START_MS,
      () => void thread.stop(`it did not start within ${START_MS} ms`),
    );
    void this.ready.then(() => timer.cancel());
    void thread.ended.then((reason) => this.ended(reason, performance.now() - startedAt));
  }

  private hear(said: FromInstance): void {
    switch (said.type) {
      case 'ready':
        this.members = new Set(said.members);
        this.down = undefined;
        this.thread?.watch();
        this.becameReady?.();
        return;
      case 'failed':
        this.down = said.reason;
        void this.thread?.stop(said.reason.reason);
        return;
      case 'log':
        this.log[said.level](said.fields, said.message);
        return;
      default:
        this.hearOf(said, this.pending.get(said.call));
    }
  }

  private hearOf(said: Extract<FromInstance, { call: number }>, pending: Pending | undefined): void {
    switch (said.type) {
      case 'answered':
        pending?.resolve(said.answer);
        return;
      case 'rejected':
        pending?.reject(errorOf(said.reason));
        return;
      case 'update':
        pending?.reports?.update(said.snapshot);
        return;
      case 'unreachable':
        pending?.reports?.unreachable(said.reason);
    }
  }

  private ended(reason: string, lastedMs: number): void {
    this.thread = undefined;
    this.down ??= because(message('plugin-thread-ended', { reason }));
    this.becameReady?.();
    for (const { reject } of this.pending.values()) reject(errorOf(this.down));
    this.pending.clear();
    if (this.closed) return;
    const { type, instanceId } = this.input;
    const pauseMs = this.pause.next(lastedMs);
    this.log.error(
      { plugin: type, instanceId, reason, pauseMs },
      'The thread of an isolated instance ended. It is replaced.',
    );
    this.timer = this.clock.setTimer(pauseMs, () => this.start());
  }
}
