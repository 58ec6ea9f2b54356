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
  handingOver: boolean;
}

/**
 * Who is free at one dial target, and which call each free agent is promised to, over all queues and campaigns: an
 * agent who serves several queues is promised once.
 *
 * The contact center picks the agent itself. So when any agent of a queue stops being free while a call is being
 * handed over to that queue, that call is taken to have reached its agent, and whoever was promised to it is free for
 * another call. A promised agent who leaves for another reason is replaced by a free one where there is one; where
 * there is none the call goes on and counts against the next agent who becomes free.
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

  /** Promises a free agent of the queue to a call; `undefined` when all are promised. */
  promise(queueId: string): AgentPromise | undefined {
    const agent = this.findUnpromised(queueId);
    if (agent === undefined) return undefined;
    const entry: Entry = { queueId, agent, handingOver: false };
    this.entries.add(entry);
    this.promisedTo.set(agent, entry);
    return entry;
  }

  /** The call is being handed over: the next agent of the queue who stops being free has taken it. */
  beginHandOver(promise: AgentPromise): void {
    (promise as Entry).handingOver = true;
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
    for (const entry of this.entries) if (entry.queueId === queueId) inFlight++;
    return { free, unpromised, inFlight };
  }

  private depart(agent: string, queues: Set<string>): void {
    this.free.delete(agent);
    const own = this.promisedTo.get(agent);
    const taken = own?.handingOver === true ? own : this.oldestHandOver(queues);
    if (taken !== undefined) this.remove(taken);
    if (own !== undefined && own !== taken) {
      own.agent = undefined;
      this.promisedTo.delete(agent);
    }
  }

  private oldestHandOver(queues: Set<string>): Entry | undefined {
    for (const entry of this.entries) if (entry.handingOver && queues.has(entry.queueId)) return entry;
    return undefined;
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
