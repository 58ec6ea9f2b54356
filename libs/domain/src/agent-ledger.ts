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
  /** Rises with each promise: the order in which they were given. */
  readonly number: number;
  agent: Agent | undefined;
  phase: 'dialling' | 'handing-over' | 'handed-over';
  /** Since the hand-over began an agent of the queue stopped being free, and no other call accounts for that. */
  takerSeen: boolean;
}

/** An agent who is free. */
interface Agent {
  readonly name: string;
  /** The queues for which they are free: one at least. */
  readonly queues: Set<Queue>;
  promisedTo: Entry | undefined;
  /** The last report that they were part of. */
  report: number;
}

/** What {@link QueueCounts} are read from, so that a decision costs the same however many agents there are. */
interface Queue {
  readonly free: Set<Agent>;
  readonly unpromised: Set<Agent>;
  inFlight: number;
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
  private readonly queues = new Map<string, Queue>();
  private readonly agents = new Map<string, Agent>();
  private readonly entries = new Set<Entry>();
  /** Of the entries those without an agent. */
  private readonly orphans = new Set<Entry>();
  /** Of the entries those whose hand-over has begun, and whose taker was not seen. */
  private readonly awaitingTaker = new Set<Entry>();
  private promises = 0;
  private reports = 0;

  /** Takes over what the target reports of a queue. */
  update(queueId: string, freeAgents: Iterable<string>): void {
    const queue = this.queueOf(queueId);
    const report = ++this.reports;
    let reported = 0;
    for (const name of freeAgents) {
      const agent = this.agents.get(name) ?? this.newAgent(name);
      if (agent.report === report) continue;
      agent.report = report;
      reported++;
      if (!agent.queues.has(queue)) this.arrive(agent, queue);
    }
    if (reported < queue.free.size)
      for (const agent of queue.free) if (agent.report !== report) this.depart(agent);
    this.backOrphans();
  }

  /** The queue is not watched any longer: nothing is known of who is free for it. Says nothing about other queues. */
  forget(queueId: string): void {
    const queue = this.queueOf(queueId);
    for (const agent of queue.free) {
      agent.queues.delete(queue);
      if (agent.queues.size === 0) this.drop(agent);
    }
    queue.free.clear();
    queue.unpromised.clear();
    if (queue.inFlight === 0) this.queues.delete(queueId);
  }

  /** Promises a free agent of the queue to a call; `undefined` when all are promised. */
  promise(queueId: string): AgentPromise | undefined {
    const queue = this.queueOf(queueId);
    const agent = findUnpromised(queue);
    if (agent === undefined) return undefined;
    const number = ++this.promises;
    const entry: Entry = { queueId, number, agent: undefined, phase: 'dialling', takerSeen: false };
    this.entries.add(entry);
    queue.inFlight++;
    this.back(entry, agent);
    return entry;
  }

  /**
   * Whether a free agent still stands behind a call that is about to begin. One who is needed by a call that has lost its own
   * does not: that one may ring already.
   */
  isBacked(promise: AgentPromise): boolean {
    const { agent } = promise as Entry;
    if (agent === undefined) return false;
    return ![...this.orphans].some(({ queueId }) => agent.queues.has(this.queueOf(queueId)));
  }

  /** The call is being handed over: from now on an agent of the queue may be seen taking it. */
  beginHandOver(promise: AgentPromise): void {
    const entry = promise as Entry;
    entry.phase = 'handing-over';
    if (this.entries.has(entry) && !entry.takerSeen) this.awaitingTaker.add(entry);
  }

  /** The contact center has the call. Unless it was seen already, the agent who takes it is still to be seen. */
  handedOver(promise: AgentPromise): void {
    const entry = promise as Entry;
    if (entry.phase !== 'handed-over' && this.entries.has(entry)) this.queueOf(entry.queueId).inFlight--;
    entry.phase = 'handed-over';
    if (entry.takerSeen) this.release(entry);
    else if (this.entries.has(entry)) this.awaitingTaker.add(entry);
  }

  /** The call ended without an agent, or nobody was seen to take it: its agent is free for another one. */
  release(promise: AgentPromise): void {
    this.remove(promise as Entry);
    this.backOrphans();
  }

  counts(queueId: string): QueueCounts {
    const queue = this.queues.get(queueId);
    return {
      free: queue?.free.size ?? 0,
      unpromised: queue?.unpromised.size ?? 0,
      inFlight: queue?.inFlight ?? 0,
    };
  }

  private queueOf(queueId: string): Queue {
    let queue = this.queues.get(queueId);
    if (queue === undefined) {
      queue = { free: new Set(), unpromised: new Set(), inFlight: 0 };
      this.queues.set(queueId, queue);
    }
    return queue;
  }

  private newAgent(name: string): Agent {
    const agent: Agent = { name, queues: new Set(), promisedTo: undefined, report: 0 };
    this.agents.set(name, agent);
    return agent;
  }

  private arrive(agent: Agent, queue: Queue): void {
    agent.queues.add(queue);
    queue.free.add(agent);
    if (agent.promisedTo === undefined) queue.unpromised.add(agent);
  }

  private depart(agent: Agent): void {
    const taken = this.callTakenBy(agent);
    if (taken !== undefined) {
      taken.takerSeen = true;
      this.awaitingTaker.delete(taken);
      if (taken.phase === 'handed-over') this.remove(taken);
    }
    for (const { free, unpromised } of agent.queues) {
      free.delete(agent);
      unpromised.delete(agent);
    }
    this.drop(agent);
  }

  /** The agent is free no more; the call they were promised to has none. */
  private drop(agent: Agent): void {
    this.agents.delete(agent.name);
    const own = agent.promisedTo;
    if (own === undefined) return;
    agent.promisedTo = undefined;
    own.agent = undefined;
    this.orphans.add(own);
  }

  /** Which call the leaving agent may have taken: their own, else one that is surely handed over, else the oldest. */
  private callTakenBy({ promisedTo: own, queues }: Agent): Entry | undefined {
    if (own !== undefined && this.awaitingTaker.has(own)) return own;
    const waiting = inOrder(this.awaitingTaker).filter(({ queueId }) => {
      const queue = this.queues.get(queueId);
      return queue !== undefined && queues.has(queue);
    });
    return waiting.find(({ phase }) => phase === 'handed-over') ?? waiting[0];
  }

  private remove(entry: Entry): void {
    if (!this.entries.delete(entry)) return;
    this.orphans.delete(entry);
    this.awaitingTaker.delete(entry);
    if (entry.phase !== 'handed-over') this.queueOf(entry.queueId).inFlight--;
    const { agent } = entry;
    if (agent === undefined) return;
    agent.promisedTo = undefined;
    for (const queue of agent.queues) queue.unpromised.add(agent);
  }

  private back(entry: Entry, agent: Agent): void {
    entry.agent = agent;
    agent.promisedTo = entry;
    for (const queue of agent.queues) queue.unpromised.delete(agent);
  }

  /** Calls that lost their agent come before new ones. */
  private backOrphans(): void {
    for (const entry of inOrder(this.orphans)) {
      const agent = findUnpromised(this.queueOf(entry.queueId));
      if (agent === undefined) continue;
      this.orphans.delete(entry);
      this.back(entry, agent);
    }
  }
}

function inOrder(entries: ReadonlySet<Entry>): Entry[] {
  return [...entries].sort((a, b) => a.number - b.number);
}

/** Of the unpromised agents of a queue the one who serves the fewest queues, so that the versatile stay available. */
function findUnpromised({ unpromised }: Queue): Agent | undefined {
  let found: Agent | undefined;
  for (const agent of unpromised) {
    if (found === undefined || agent.queues.size < found.queues.size) found = agent;
    if (found.queues.size === 1) break;
  }
  return found;
}
