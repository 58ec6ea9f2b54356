/** A free agent promised to one call: the soft reservation that the contact center itself does not offer. */
export interface AgentPromise {
  readonly queueId: string;
}

/** A queue as the ledger sees it. */
export interface QueueCounts {
  /** Agents free for the queue, promised or not. */
  readonly free: number;
  /** Agents free for the queue that no call is promised to. */
  readonly unpromised: number;
  /** Calls of the queue that have not reached an agent. */
  readonly inFlight: number;
}

interface Entry extends AgentPromise {
  agent: string | undefined;
  phase: 'dialling' | 'handing-over' | 'handed-over';
  /** Since the hand-over began an agent of the queue stopped being free, and no other call accounts for that. */
  takerSeen: boolean;
}

/**
 * Who is free at one dial target, and which call each free agent is promised to, over all queues and campaigns: an
 * agent who serves several queues is promised once.
 *
 * The contact center picks the agent itself, and an agent who stops being free may have taken a call or a break. So a
 * call keeps a promised agent until it is known to be handed over and somebody of its queue was seen leaving: of the
 * two reports either may come first. An agent who leaves is replaced by a free one where there is one; where there is
 * none the call goes on and counts against the next agent who becomes free. Only a break of one agent and the late
 * report of another one taking the call, both within one hand-over, cannot be told apart.
 */
export class AgentLedger {
  /** The queues each free agent is free for. */
  private readonly free = new Map<string, Set<string>>();
  /** In the order in which they were given. */
  private readonly entries = new Set<Entry>();
  private readonly promisedTo = new Map<string, Entry>();

  /** Takes over what the target reports of a queue. */
  update(queueId: string, freeAgents: Iterable<string>): void {
    const now = new Set(freeAgents);
    for (const [agent, queues] of this.free) {
      if (queues.has(queueId) && !now.has(agent)) this.depart(agent, queues);
    }
    for (const agent of now) {
      const queues = this.free.get(agent);
      if (queues === undefined) this.free.set(agent, new Set([queueId]));
      else queues.add(queueId);
    }
    this.backOrphans();
  }

  /** The queue is not watched any longer: nothing is known of who is free for it. Says nothing about other queues. */
  forget(queueId: string): void {
    for (const [agent, queues] of this.free) {
      if (!queues.delete(queueId) || queues.size > 0) continue;
      this.free.delete(agent);
      const own = this.promisedTo.get(agent);
      if (own !== undefined) own.agent = undefined;
      this.promisedTo.delete(agent);
    }
  }

  /** Promises a free agent of the queue to a call; `undefined` when all are promised. */
  promise(queueId: string): AgentPromise | undefined {
    const agent = this.findUnpromised(queueId);
    if (agent === undefined) return undefined;
    const entry: Entry = { queueId, agent, phase: 'dialling', takerSeen: false };
    this.entries.add(entry);
    this.promisedTo.set(agent, entry);
    return entry;
  }

  /** Whether a free agent still stands behind the call. */
  isBacked(promise: AgentPromise): boolean {
    return (promise as Entry).agent !== undefined;
  }

  /** The call is being handed over: from now on an agent of the queue may be seen taking it. */
  beginHandOver(promise: AgentPromise): void {
    (promise as Entry).phase = 'handing-over';
  }

  /** The contact center has the call. Unless it was seen already, the agent who takes it is still to be seen. */
  handedOver(promise: AgentPromise): void {
    const entry = promise as Entry;
    entry.phase = 'handed-over';
    if (entry.takerSeen) this.release(entry);
  }

  /** The call ended without an agent, or nobody was seen to take it: its agent is free for another one. */
  release(promise: AgentPromise): void {
    this.remove(promise as Entry);
    this.backOrphans();
  }

  counts(queueId: string): QueueCounts {
    let free = 0;
    let unpromised = 0;
    let inFlight = 0;
    for (const [agent, queues] of this.free) {
      if (!queues.has(queueId)) continue;
      free++;
      if (!this.promisedTo.has(agent)) unpromised++;
    }
    for (const entry of this.entries)
      if (entry.queueId === queueId && entry.phase !== 'handed-over') inFlight++;
    return { free, unpromised, inFlight };
  }

  private depart(agent: string, queues: Set<string>): void {
    this.free.delete(agent);
    const own = this.promisedTo.get(agent);
    const taken = this.callTakenBy(own, queues);
    if (taken !== undefined) taken.takerSeen = true;
    if (taken?.phase === 'handed-over') this.remove(taken);
    if (own !== undefined) own.agent = undefined;
    this.promisedTo.delete(agent);
  }

  /** Which call the leaving agent may have taken: their own, else one that is surely handed over, else the oldest. */
  private callTakenBy(own: Entry | undefined, queues: Set<string>): Entry | undefined {
    const waiting = [...this.entries].filter(
      ({ phase, takerSeen, queueId }) => phase !== 'dialling' && !takerSeen && queues.has(queueId),
    );
    const isOwn = own !== undefined && waiting.includes(own);
    return isOwn ? own : (waiting.find(({ phase }) => phase === 'handed-over') ?? waiting[0]);
  }

  private remove(entry: Entry): void {
    if (!this.entries.delete(entry)) return;
    if (entry.agent !== undefined) this.promisedTo.delete(entry.agent);
  }

  /** Calls that lost their agent come before new ones. */
  private backOrphans(): void {
    for (const entry of this.entries) {
      if (entry.agent !== undefined) continue;
      const agent = this.findUnpromised(entry.queueId);
      if (agent === undefined) continue;
      entry.agent = agent;
      this.promisedTo.set(agent, entry);
    }
  }

  /** Of the unpromised agents of a queue the one who serves the fewest queues, so that the versatile stay available. */
  private findUnpromised(queueId: string): string | undefined {
    let found: string | undefined;
    let fewest = Infinity;
    for (const [agent, queues] of this.free) {
      if (queues.size < fewest && queues.has(queueId) && !this.promisedTo.has(agent)) {
        found = agent;
        fewest = queues.size;
      }
    }
    return found;
  }
}
