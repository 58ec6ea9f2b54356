import type { ConfigSchema } from './config.js';
import { definePlugin, type ExtensionDefinition, type ExtensionPlugin, type Instance } from './extension.js';

/** What a queue looks like at the moment of a decision. */
export interface PacingState {
  /** Agents (or IVR channels) of the queue who are free now, promised to a call or not. */
  readonly freeAgents: number;
  /** Of these, the ones not yet promised to any call, of whatever queue. */
  readonly unpromisedAgents: number;
  /** Calls under way for the queue, over all campaigns, that have not reached an agent. */
  readonly inFlightCalls: number;
  /** Dialer ports that could take a call now. */
  readonly idlePorts: number;
}

/**
 * Decides how many calls to begin for a queue. Asked again whenever something changes: an agent, a call, a port.
 *
 * The host guarantees that, whatever the answer, no more calls begin than there are unpromised agents and idle
 * ports. So a strategy can hold calls back but not yet dial ahead of the agents.
 */
export interface PacingStrategy extends Instance {
  /** How many calls to begin at once: a whole number, 0 or more. Pure and quick. */
  callsToBegin(state: PacingState): number;
}

/**
 * Declares a type of pacing strategy.
 * @throws Error when the id is not usable
 */
export function definePacingStrategy<C extends ConfigSchema>(
  definition: ExtensionDefinition<C, PacingStrategy>,
): ExtensionPlugin {
  return definePlugin('pacing-strategy', definition);
}
