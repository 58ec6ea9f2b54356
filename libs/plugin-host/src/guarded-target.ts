import { message, MessageError } from '@marcador/messages/message.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { DialQueue, DialTarget, QueueAgent, QueueSnapshot } from '@marcador/plugin-api';
import { z } from 'zod';
import type { CallGate } from './call-gate.js';
import { because, errorOf, reasonOf, type Reason } from './reason.js';
import { ReportLimit } from './report-limit.js';

const ANSWER_DEADLINE_MS = 10_000;
const GARBAGE_SNAPSHOT = because(message('not-queue-state'));
const CONNECTED_ANEW = because(message('target-connecting'));
const NO_REASON = because(message('queue-lost'));

const queuesSchema = z.array(
  z.object({ id: z.string().min(1), name: z.string(), pilotNumber: z.string().min(1).exactOptional() }),
);
const count = z.int().min(0);
const snapshotSchema = z.object({
  free: z.array(z.string().min(1)),
  loggedOn: count,
  busy: z.object({ talking: count, wrapUp: count, unavailable: count }).exactOptional(),
});
const agentsSchema = z.array(
  z.object({
    id: z.string().min(1),
    name: z.string().exactOptional(),
    state: z.enum(['free', 'talking', 'wrapUp', 'unavailable', 'unknown']),
  }),
);

/** Receives what a guarded target reports of one queue. */
export interface QueueListener {
  /** The queue's state now; it replaces whatever was reported before. */
  update(snapshot: QueueSnapshot): void;
  /** The state is not known any more. */
  unreachable(reason: Reason): void;
}

/** A dial target as the dialer uses it: as {@link DialTarget}, with reasons that can be translated. */
export interface WatchableTarget extends Pick<DialTarget, 'queues'> {
  watch(queueId: string, listener: QueueListener, signal: AbortSignal): void;
}

interface Watch {
  readonly queueId: string;
  readonly listener: QueueListener;
  /** Ends the watch at the target that serves now; the watch itself may outlive it. */
  stop: AbortController;
}

/**
 * A dial target behind the host's guard. It outlives the instance it guards: when that is configured anew, whoever
 * watches a queue goes on watching it at the new one, after one `unreachable`.
 *
 * `watch` never throws, and nothing is reported once its signal has aborted; a `watch` that throws and a snapshot that
 * is none are `unreachable`. `queues` rejects with one sentence after 10 s or when the answer is not a list of queues.
 */
export class GuardedTarget implements WatchableTarget {
  private readonly watches = new Set<Watch>();
  private serving: { readonly target: DialTarget; readonly gate: CallGate } | undefined;
  private outOfService: Reason;

  constructor(
    private readonly clock: Clock,
    reason: Reason,
  ) {
    this.outOfService = reason;
  }

  /** From now on this instance serves, in place of the one before. */
  serve(target: DialTarget, gate: CallGate): void {
    this.serving = { target, gate };
    for (const watch of this.watches) {
      watch.stop.abort();
      watch.listener.unreachable(CONNECTED_ANEW);
      this.begin(watch);
    }
  }

  /** No instance serves any more, with one sentence why. */
  suspend(reason: Reason): void {
    this.serving = undefined;
    this.outOfService = reason;
    for (const watch of this.watches) this.begin(watch);
  }

  async queues(signal: AbortSignal): Promise<readonly DialQueue[]> {
    const { target, gate } = this.inService();
    const ask = async (inner: AbortSignal) => {
      const queues = queuesSchema.safeParse(await target.queues(inner));
      if (!queues.success) throw new MessageError(message('not-queues'));
      return queues.data;
    };
    return gate.run(ANSWER_DEADLINE_MS, ask, signal);
  }

  /**
   * Who is logged on to a queue; `undefined` when targets of this type do not tell.
   * @throws Error with one sentence, after 10 s at the latest, or the signal's reason
   */
  async agentsOf(queueId: string, signal: AbortSignal): Promise<readonly QueueAgent[] | undefined> {
    const { target, gate } = this.inService();
    if (target.agents === undefined) return undefined;
    const ask = async (inner: AbortSignal) => {
      const agents = agentsSchema.safeParse(await target.agents?.(queueId, inner));
      if (!agents.success) throw new MessageError(message('not-agents'));
      return agents.data;
    };
    return gate.run(ANSWER_DEADLINE_MS, ask, signal);
  }

  watch(queueId: string, listener: QueueListener, signal: AbortSignal): void {
    if (signal.aborted) return;
    const watch: Watch = { queueId, listener, stop: new AbortController() };
    this.watches.add(watch);
    signal.addEventListener('abort', () => {
      this.watches.delete(watch);
      watch.stop.abort();
    });
    this.begin(watch);
  }

  private begin(watch: Watch): void {
    const { listener, queueId } = watch;
    watch.stop.abort();
    const stop = new AbortController();
    watch.stop = stop;
    if (this.serving === undefined) {
      listener.unreachable(this.outOfService);
      return;
    }
    const reports = new ReportLimit(this.clock);
    stop.signal.addEventListener('abort', () => reports.close());
    const take = (report: () => void) => {
      if (!stop.signal.aborted) reports.take(report);
    };
    const unreachable = (reason: unknown) => take(() => listener.unreachable(lossOf(reason)));
    const update = (snapshot: QueueSnapshot) => take(() => tell(snapshot, listener));
    try {
      this.serving.target.watch(queueId, { update, unreachable }, stop.signal);
    } catch (error) {
      unreachable(error);
    }
  }

  private inService() {
    if (this.serving === undefined) throw errorOf(this.outOfService);
    return this.serving;
  }
}

function tell(snapshot: unknown, listener: QueueListener): void {
  const checked = readSnapshot(snapshot);
  if (checked === undefined) listener.unreachable(GARBAGE_SNAPSHOT);
  else listener.update(checked);
}

function readSnapshot(snapshot: unknown): QueueSnapshot | undefined {
  try {
    return snapshotSchema.safeParse(snapshot).data;
  } catch {
    // It throws when it is read.
    return undefined;
  }
}

function lossOf(reason: unknown): Reason {
  return typeof reason === 'string' || reason instanceof Error ? reasonOf(reason) : NO_REASON;
}
