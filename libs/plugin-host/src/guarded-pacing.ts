import type { PacingStrategy, PluginLog } from '@marcador/plugin-api';
import { reasonOf } from './reason.js';

/**
 * Puts the host's guard around a pacing strategy: it never throws, and never answers more than the unpromised agents
 * or the idle ports. A throw, or anything but a whole number of 0 or more, begins no call.
 */
export function guardPacing(strategy: PacingStrategy, log: PluginLog): PacingStrategy {
  return {
    callsToBegin(state) {
      try {
        const calls: unknown = strategy.callsToBegin(state);
        if (!Number.isSafeInteger(calls) || (calls as number) < 0) {
          throw new Error('The strategy answered with something other than a whole number of 0 or more.');
        }
        return Math.max(0, Math.min(calls as number, state.unpromisedAgents, state.idlePorts));
      } catch (error) {
        log.error({ reason: reasonOf(error).reason }, 'Pacing failed: no call begins');
        return 0;
      }
    },
  };
}

/** Stands in for a strategy that is not in service. */
export function missingPacing(): PacingStrategy {
  return { callsToBegin: () => 0 };
}
