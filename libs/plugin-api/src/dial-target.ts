import type { ConfigSchema } from './config.js';
import { definePlugin, type ExtensionDefinition, type ExtensionPlugin, type Instance } from './extension.js';

/** A queue of a contact center, or a service of an IVR: what a campaign's answered calls are handed to. */
export interface DialQueue {
  readonly id: string;
  readonly name: string;
  /** The number that reaches the queue, where the target knows it: suggested when a campaign is made. */
  readonly pilotNumber?: string;
}

/** Who could take a call of the queue at one moment. An IVR's channels are its agents. */
export interface QueueSnapshot {
  /**
   * Ids of the agents who are free for a call of this queue now: logged on, ready, idle. An agent whose state the
   * target does not understand is not free. The ids are stable, and the same agent has the same id in every queue of
   * the target: the dialer promises a free agent to one call only, whatever queues the agent serves.
   */
  readonly free: readonly string[];
  /** How many agents are logged on to the queue, free or not. */
  readonly loggedOn: number;
  /** What those do who are logged on and not free, where the target can tell; for people who ask, not for dialling. */
  readonly busy?: BusyAgents;
}

/** How many of a queue's agents are not free, by what they do. Those the target cannot tell are in none. */
export interface BusyAgents {
  /** In a call, or one is being offered to them. */
  readonly talking: number;
  /** Doing the paper work of a call that has ended. */
  readonly wrapUp: number;
  /** On a break, or not ready for another reason. */
  readonly unavailable: number;
}

/** What an agent who is logged on does: free for a call, one of {@link BusyAgents}, or what the target cannot tell. */
export type AgentState = 'free' | keyof BusyAgents | 'unknown';

/** Somebody who is logged on to a queue, for people who ask, not for dialling. An IVR's channels are its agents. */
export interface QueueAgent {
  /** The same as in {@link QueueSnapshot.free}. */
  readonly id: string;
  /** How people call the agent, where the target knows it. */
  readonly name?: string;
  readonly state: AgentState;
}

/** Receives what a target reports of one queue. */
export interface QueueObserver {
  /** The queue's state now; it replaces whatever was reported before. */
  update(snapshot: QueueSnapshot): void;
  /** The state is not known any more, with one sentence why, or the error that says it. No call is begun until the next `update`. */
  unreachable(reason: string | Error): void;
}

/**
 * A system that takes over the calls people answered: it says which agents (or IVR channels) are free, and is reached
 * through the campaign's pilot number by a SIP transfer, which the dialer does itself.
 *
 * A target must:
 * - call `update` as soon as an agent becomes free or stops being free: each such call may begin a phone call at
 *   once, there is no polling above it;
 * - call `unreachable` when it loses touch, reconnect by itself, and then `update` with a complete snapshot;
 * - when it sees that it missed an event, fetch a new snapshot rather than guess.
 *
 * The dialer guarantees that it promises each free agent to at most one call at a time, over all campaigns. It does
 * not tell the target about it: the agent may still take another call in between.
 */
export interface DialTarget extends Instance {
  /** The queues a campaign can choose from. Rejects with a sentence for the administrator when they cannot be had. */
  queues(signal: AbortSignal): Promise<readonly DialQueue[]>;
  /**
   * Observes a queue until `signal` aborts; nothing may be reported afterwards. Must not throw: an unknown queue is
   * reported by `unreachable`. The host watches a queue once, however many campaigns use it.
   */
  watch(queueId: string, observer: QueueObserver, signal: AbortSignal): void;
  /**
   * Who is logged on to a queue at this moment, asked again and again while somebody looks at it. Rejects with a
   * sentence for the administrator when that cannot be had. Without this method nobody can look.
   */
  agents?(queueId: string, signal: AbortSignal): Promise<readonly QueueAgent[]>;
}

/**
 * Declares a type of dial target.
 * @throws Error when the id is not usable
 */
export function defineDialTarget<C extends ConfigSchema>(
  definition: ExtensionDefinition<C, DialTarget>,
): ExtensionPlugin {
  return definePlugin('dial-target', definition);
}
