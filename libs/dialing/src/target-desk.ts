import { AgentLedger, type AgentPromise, type QueueCounts } from '@marcador/domain/agent-ledger.js';
import { message } from '@marcador/messages/message.js';
import type { BusyAgents } from '@marcador/plugin-api';
import type { WatchableTarget } from '@marcador/plugin-host/guarded-target.js';
import { because, type Reason } from '@marcador/plugin-host/reason.js';

interface WatchedQueue {
  readonly users: Set<object>;
  readonly stop: AbortController;
  loggedOn: number;
  busy: BusyAgents | undefined;
  /** Why nothing is known of the queue; absent while it is reachable. */
  unreachable: Reason | undefined;
}

/** A queue as campaigns and the UI see it. */
export interface QueueView extends QueueCounts {
  readonly loggedOn: number;
  /** What those who are not free do, where the target can tell. */
  readonly busy: BusyAgents | undefined;
  readonly unreachable: Reason | undefined;
}

const NOT_YET_KNOWN = because(message('queue-not-reported'));

/**
 * The dialer's desk at one dial target: watches the queues that campaigns use, each once, and keeps the one ledger of
 * promised agents over all of them.
 */
export class TargetDesk {
  private readonly ledger = new AgentLedger();
  private readonly queues = new Map<string, WatchedQueue>();

  /** @param onChange is called, once for all that a turn of the event loop brings, when a call may begin */
  constructor(
    private readonly target: Pick<WatchableTarget, 'watch'>,
    private readonly onChange: () => void,
  ) {}

  /** Begins to watch the queue for a user, which is any object; ends with {@link leave}. */
  join(queueId: string, user: object): void {
    const known = this.queues.get(queueId);
    if (known !== undefined) {
      known.users.add(user);
      return;
    }
    const queue: WatchedQueue = {
      users: new Set([user]),
      stop: new AbortController(),
      loggedOn: 0,
      busy: undefined,
      unreachable: NOT_YET_KNOWN,
    };
    this.queues.set(queueId, queue);
    this.target.watch(
      queueId,
      {
        update: ({ free, loggedOn, busy }) => {
          if (queue.stop.signal.aborted) return;
          queue.loggedOn = loggedOn;
          queue.busy = busy;
          queue.unreachable = undefined;
          this.ledger.update(queueId, free);
          this.onChange();
        },
        unreachable: (reason) => {
          if (queue.stop.signal.aborted) return;
          queue.unreachable = reason;
          this.onChange();
        },
      },
      queue.stop.signal,
    );
  }

  /** The user needs the queue no more; when nobody does, it is not watched any longer. */
  leave(queueId: string, user: object): void {
    const queue = this.queues.get(queueId);
    if (queue === undefined || !queue.users.delete(user) || queue.users.size > 0) return;
    queue.stop.abort();
    this.queues.delete(queueId);
    this.ledger.forget(queueId);
  }

  /** Promises a free agent to a call; `undefined` when there is none or the queue cannot be seen. */
  promise(queueId: string): AgentPromise | undefined {
    return this.view(queueId).unreachable === undefined ? this.ledger.promise(queueId) : undefined;
  }

  /** Whether a free agent still stands behind the call, as far as can be seen. */
  isBacked(promise: AgentPromise): boolean {
    return this.view(promise.queueId).unreachable === undefined && this.ledger.isBacked(promise);
  }

  beginHandOver(promise: AgentPromise): void {
    this.ledger.beginHandOver(promise);
  }

  /** The contact center has the call; its agent is free for another once somebody was seen taking it. */
  handedOver(promise: AgentPromise): void {
    this.ledger.handedOver(promise);
    this.onChange();
  }

  /** The call needs its agent no more. */
  release(promise: AgentPromise): void {
    this.ledger.release(promise);
    this.onChange();
  }

  view(queueId: string): QueueView {
    const queue = this.queues.get(queueId);
    const unreachable = queue === undefined ? NOT_YET_KNOWN : queue.unreachable;
    const { loggedOn = 0, busy } = queue ?? {};
    return { ...this.ledger.counts(queueId), loggedOn, busy, unreachable };
  }

  close(): void {
    for (const queue of this.queues.values()) queue.stop.abort();
    this.queues.clear();
  }
}
