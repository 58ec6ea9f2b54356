import type { AgentState, QueueAgentsView } from '../../../core/api/schema';
import type { Tone } from '../../../shared/chip/chip';

type Agent = QueueAgentsView['agents'][number];

/** In the order in which people want to know of them. */
export const AGENT_STATES: readonly AgentState[] = ['free', 'talking', 'wrapUp', 'unavailable', 'unknown'];

export const TONES: Readonly<Record<AgentState, Tone>> = {
  free: 'good',
  talking: 'info',
  wrapUp: 'warn',
  unavailable: 'bad',
  unknown: 'plain',
};

/** An agent as people see it. */
export interface Seat {
  readonly id: string;
  readonly name: string;
  readonly state: AgentState;
}

/** Those in the states whose name or id has the text, by state and then by name. */
export function seatsOf(agents: readonly Agent[], state: AgentState | undefined, text: string): Seat[] {
  const wanted = text.toLocaleLowerCase();
  return agents
    .map(({ id, name, state: now }): Seat => ({ id, name: name ?? id, state: now }))
    .filter(
      (seat) =>
        (state === undefined || seat.state === state) &&
        [seat.id, seat.name].some((word) => word.toLocaleLowerCase().includes(wanted)),
    )
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }));
}

function rank({ state }: Seat): number {
  return AGENT_STATES.indexOf(state);
}
