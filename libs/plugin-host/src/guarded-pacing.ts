import type { PacingStrategy, PluginLog } from '@marcador/plugin-api';
import type { CallGate } from './call-gate.js';
import { reasonOf } from './reason.js';

/**
 * Puts the host's guard around a pacing strategy: it never throws, and never answers more than the unpromised agents
 * or the idle ports. A throw, or anything but a whole number of 0 or more, begins no call.
 * @param onFailure it gave no answer: whoever asked has to ask again, for nothing else may happen that makes them
 */
export function guardPacing(
  strategy: PacingStrategy,
  gate: CallGate,
  log: PluginLog,
  onFailure: () => void,
): PacingStrategy {
  return {
    callsToBegin(state) {
      try {
        const calls = gate.runSync(() => wholeNumber(strategy.callsToBegin(state)));
        return Math.max(0, Math.min(calls, state.unpromisedAgents, state.idlePorts));
      } catch (error) {
        log.error({ reason: reasonOf(error).reason }, 'Pacing failed: no call begins');
        onFailure();
        return 0;
      }
    },
  };
}

function wholeNumber(calls: unknown): number {
  if (!Number.isSafeInteger(calls) || (calls as number) < 0)
    throw new Error('The strategy answered with something other than a whole number of 0 or more.');
  return calls as number;
}

/** Stands in for a strategy that is not in service. */
export function missingPacing(): PacingStrategy {
  return { callsToBegin: () => 0 };
}
