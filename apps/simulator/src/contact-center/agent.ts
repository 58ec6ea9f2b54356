import type { AgentState } from '../events.js';

/** An agent as configured. */
export interface AgentSettings {
  readonly id: string;
  readonly name: string;
  readonly queues: readonly string[];
}

/** An agent at one moment. */
export interface Agent extends AgentSettings {
  readonly state: AgentState;
  /** The transferred call that the agent has. */
  readonly callId?: string;
}

/** Whether the agent could take a call now, of the queues it is a member of. */
export function isFree(agent: Agent): boolean {
  return agent.state === 'idle';
}

/** Whether the agent's telephone is logged on to the queues. */
export function isLoggedOn(agent: Agent): boolean {
  return agent.state !== 'logged-off';
}

/** Whether the agent has a call, so that its state is not for others to change. */
export function isEngaged(agent: Agent): boolean {
  return agent.state === 'ringing' || agent.state === 'talking';
}
