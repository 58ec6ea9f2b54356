import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { EventLog } from '../event-log.js';
import type { AgentState } from '../events.js';
import type { Pilot, TransferredCaller } from '../pilot.js';
import { spread, type Range } from '../tempo.js';
import { isEngaged, isFree, isLoggedOn, type Agent, type AgentSettings } from './agent.js';

export interface QueueSettings {
  readonly id: string;
  readonly name: string;
  readonly pilotNumber: string;
}

export interface ContactCenterTimes {
  /** How long an agent is rung. */
  readonly answerMs: Range;
  readonly talkMs: Range;
  readonly wrapUpMs: Range;
  /** How long a caller waits in a queue. */
  readonly patienceMs: Range;
}

/** Told of each change of an agent, after the log. */
export type AgentObserver = (before: Agent, after: Agent) => void;

interface Conversation {
  readonly caller: TransferredCaller | undefined;
  readonly queueId: string | undefined;
  timer: Timer;
}

interface Waiting {
  readonly queueId: string;
  readonly caller: TransferredCaller;
  readonly patience: Timer;
}

/**
 * Queues and their agents. A transferred call goes to the member of the queue who has been idle longest, or waits for
 * one; after the talk the agent wraps up and is free again, or takes whoever waits.
 */
export class ContactCenter {
  private readonly agents = new Map<string, Agent>();
  private readonly conversations = new Map<string, Conversation>();
  /** Agents in the order in which they became idle. */
  private readonly idle = new Set<string>();
  private waiting: Waiting[] = [];
  private readonly snatchers = new Map<string, number>();
  private readonly observers = new Set<AgentObserver>();

  /** @param clock scaled */
  constructor(
    readonly queues: readonly QueueSettings[],
    agents: readonly AgentSettings[],
    private readonly times: ContactCenterTimes,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {
    for (const settings of agents) this.change({ ...settings, state: 'logged-off' }, { state: 'idle' });
  }

  /** @returns stops observing */
  observe(observer: AgentObserver): () => void {
    this.observers.add(observer);
    return () => this.observers.delete(observer);
  }

  list(): readonly Agent[] {
    return [...this.agents.values()];
  }

  membersOf(queueId: string): readonly Agent[] {
    return this.list().filter((agent) => agent.queues.includes(queueId));
  }

  agent(agentId: string): Agent | undefined {
    return this.agents.get(agentId);
  }

  /** The queue that a number reaches. */
  pilot(number: string): Pilot | undefined {
    const queue = this.queues.find((candidate) => candidate.pilotNumber === number);
    return queue && { queueId: queue.id, receive: (caller) => this.receive(queue.id, caller) };
  }

  /**
   * Sends an agent into a break, home, back to work, or to other queues.
   * @returns false when the agent has a call or is unknown: then nothing changes
   */
  assign(
    agentId: string,
    change: {
      readonly state?: Exclude<AgentState, 'ringing' | 'talking' | 'wrap-up'>;
      readonly queues?: readonly string[];
    },
  ): boolean {
    const agent = this.agents.get(agentId);
    if (agent === undefined || isEngaged(agent)) return false;
    if (change.state !== undefined) this.endConversation(agentId);
    this.change(agent, change);
    this.serveWaiting(agentId);
    return true;
  }

  /**
   * Lets an agent take a call from elsewhere, which is over after talk and wrap-up as any other.
   * @returns false when the agent is not free
   */
  takeInbound(agentId: string): boolean {
    const agent = this.agents.get(agentId);
    if (agent === undefined || !isFree(agent)) return false;
    this.ring(agent, undefined, undefined);
    return true;
  }

  /** With each of the next `count` transfers to the queue, one agent takes an inbound call just before it arrives. */
  snatch(queueId: string, count: number): void {
    this.snatchers.set(queueId, count);
  }

  private receive(queueId: string, caller: TransferredCaller): () => void {
    const snatches = this.snatchers.get(queueId) ?? 0;
    const victim = this.idleMemberOf(queueId);
    if (snatches > 0 && victim !== undefined) {
      this.snatchers.set(queueId, snatches - 1);
      this.ring(victim, undefined, undefined);
    }
    const agent = this.idleMemberOf(queueId);
    if (agent !== undefined) this.ring(agent, queueId, caller);
    else if (this.membersOf(queueId).some(isLoggedOn)) this.enqueue(queueId, caller);
    else caller.refused(480);
    return () => this.leave(caller);
  }

  private idleMemberOf(queueId: string): Agent | undefined {
    for (const agentId of this.idle) {
      const agent = this.agents.get(agentId);
      if (agent?.queues.includes(queueId)) return agent;
    }
    return undefined;
  }

  private enqueue(queueId: string, caller: TransferredCaller): void {
    const patience = this.clock.setTimer(spread(this.times.patienceMs, caller.callId), () => {
      this.waiting = this.waiting.filter((waiting) => waiting.caller !== caller);
      caller.refused(480);
    });
    this.waiting.push({ queueId, caller, patience });
    this.log.append({ type: 'queued', callId: caller.callId, queueId });
    caller.progress(182);
  }

  private ring(agent: Agent, queueId: string | undefined, caller: TransferredCaller | undefined): void {
    const key = caller?.callId ?? agent.id;
    const conversation: Conversation = {
      caller,
      queueId,
      timer: this.clock.setTimer(spread(this.times.answerMs, key), () =>
        this.talk(agent.id, conversation, key),
      ),
    };
    this.conversations.set(agent.id, conversation);
    this.change(agent, { state: 'ringing', ...(caller === undefined ? {} : { callId: caller.callId }) });
    caller?.progress(180);
  }

  private talk(agentId: string, conversation: Conversation, key: string): void {
    conversation.timer = this.clock.setTimer(spread(this.times.talkMs, key), () => this.wrapUp(agentId));
    this.update(agentId, 'talking');
    if (conversation.caller === undefined || conversation.queueId === undefined) return;
    const { callId } = conversation.caller;
    this.log.append({ type: 'transferred', callId, queueId: conversation.queueId, agentId });
    conversation.caller.connected();
  }

  private wrapUp(agentId: string): void {
    this.endConversation(agentId);
    const wrapUp: Conversation = {
      caller: undefined,
      queueId: undefined,
      timer: this.clock.setTimer(spread(this.times.wrapUpMs, agentId), () => this.becomeFree(agentId)),
    };
    this.conversations.set(agentId, wrapUp);
    this.update(agentId, 'wrap-up');
  }

  private becomeFree(agentId: string): void {
    this.conversations.delete(agentId);
    if (!this.serveWaiting(agentId)) this.update(agentId, 'idle');
  }

  /** Gives the agent the call that has waited longest, if the agent may take one. */
  private serveWaiting(agentId: string): boolean {
    const agent = this.agents.get(agentId);
    if (agent === undefined || this.conversations.has(agentId)) return false;
    if (agent.state !== 'idle' && agent.state !== 'wrap-up') return false;
    const next = this.waiting.find((waiting) => agent.queues.includes(waiting.queueId));
    if (next === undefined) return false;
    this.waiting = this.waiting.filter((waiting) => waiting !== next);
    next.patience.cancel();
    this.ring(agent, next.queueId, next.caller);
    return true;
  }

  private leave(caller: TransferredCaller): void {
    const waiting = this.waiting.find((candidate) => candidate.caller === caller);
    waiting?.patience.cancel();
    this.waiting = this.waiting.filter((candidate) => candidate !== waiting);
    for (const [agentId, conversation] of this.conversations) {
      if (conversation.caller !== caller) continue;
      if (this.agents.get(agentId)?.state === 'talking') this.wrapUp(agentId);
      else {
        this.endConversation(agentId);
        this.becomeFree(agentId);
      }
      return;
    }
    if (waiting !== undefined) this.conversationEnded(waiting.caller, waiting.queueId);
  }

  private endConversation(agentId: string): void {
    const conversation = this.conversations.get(agentId);
    if (conversation === undefined) return;
    this.conversations.delete(agentId);
    conversation.timer.cancel();
    if (conversation.caller !== undefined)
      this.conversationEnded(conversation.caller, conversation.queueId ?? '');
  }

  private conversationEnded(caller: TransferredCaller, queueId: string): void {
    this.log.append({ type: 'conversation-ended', callId: caller.callId, queueId });
  }

  /** Between two states of one call the call stays; any other state has none. */
  private update(agentId: string, state: AgentState): void {
    const agent = this.agents.get(agentId);
    if (agent === undefined) return;
    const callId = state === 'talking' ? agent.callId : undefined;
    this.change(agent, { state, ...(callId === undefined ? {} : { callId }) });
  }

  private change(
    before: Agent,
    change: { readonly state?: AgentState; readonly queues?: readonly string[]; readonly callId?: string },
  ): void {
    const { id, name } = before;
    const { queues = before.queues, state = before.state, callId } = change;
    const after: Agent = { id, name, queues, state, ...(callId === undefined ? {} : { callId }) };
    this.agents.set(id, after);
    if (!isFree(after)) this.idle.delete(id);
    else this.idle.add(id);
    const call = callId === undefined ? {} : { callId };
    this.log.append({ type: 'agent', agentId: id, queues, state, free: isFree(after), ...call });
    for (const observer of this.observers) observer(before, after);
  }
}
