import type { ExtensionPlugin, PacingState, PacingStrategy } from '@marcador/plugin-api';
import { declarationRules, lifeRules } from '../common-rules.js';
import { inLab, type Experiment, type Lab } from '../lab.js';
import { describeRules, must, shown, type Rule, type TestRunner } from '../rule.js';
import { quietWorld } from '../quiet-world.js';
import type { World } from '../world.js';

/** A pacing strategy under test. */
export interface PacingSubject {
  /** The default export of the package. */
  readonly plugin: ExtensionPlugin;
  /** @default nothing is configured */
  readonly config?: object;
  /** Values that the configuration must refuse, each in place of the right ones. */
  readonly refused?: readonly object[];
  /** How long a rule waits for what has to happen, ms. @default 10,000 */
  readonly patienceMs?: number;
}

const COUNTS = [0, 1, 2, 7, 300];
/** As many agents and ports as anybody could wish, and no call under way. */
const PLENTY: PacingState = { freeAgents: 100, unpromisedAgents: 100, inFlightCalls: 0, idlePorts: 1000 };

/** The rules of the contract for pacing strategies as tests of Jest, Vitest or, with its `describe` and `it`, node:test. */
export function describePacingStrategy(name: string, subject: PacingSubject, runner?: TestRunner): void {
  describeRules(name, pacingStrategyRules(subject), runner);
}

/** The rules that {@link describePacingStrategy} makes tests of. */
export function pacingStrategyRules({ plugin, config = {}, refused, patienceMs }: PacingSubject): Rule[] {
  const experiment: Experiment<World> = { plugin, patienceMs, startWorld: () => quietWorld(config) };
  const lab = (act: (lab: Lab<PacingStrategy, World>) => void) => () =>
    inLab<PacingStrategy, World>(experiment, (opened) => Promise.resolve(act(opened)));
  return [
    ...declarationRules('pacing-strategy', experiment, refused),
    ...lifeRules<PacingStrategy, World>(experiment, ({ instance }) =>
      Promise.resolve(instance.callsToBegin(PLENTY)),
    ),
    {
      id: 'whole-number',
      name: 'answers every state with a whole number, 0 or more',
      run: lab(({ instance }) => {
        for (const state of states()) {
          const calls: unknown = instance.callsToBegin(state);
          must(
            Number.isSafeInteger(calls) && (calls as number) >= 0,
            `callsToBegin(${shown(state)}) is ${shown(calls)}.`,
          );
        }
      }),
    },
    {
      id: 'pure',
      name: 'answers the same state with the same number, whatever it was asked before',
      run: lab(({ instance }) => {
        const answers = new Map(states().map((state) => [shown(state), instance.callsToBegin(state)]));
        for (const state of states().reverse()) {
          const [first, again] = [answers.get(shown(state)), instance.callsToBegin(state)];
          must(
            Object.is(first, again),
            `callsToBegin(${shown(state)}) is ${first}, and another time ${again}.`,
          );
        }
      }),
    },
    {
      id: 'leaves-state',
      name: 'leaves the state as it is',
      run: lab(({ instance }) => {
        const state = { ...PLENTY };
        instance.callsToBegin(state);
        must(shown(state) === shown(PLENTY), `It made ${shown(state)} of ${shown(PLENTY)}.`);
      }),
    },
    {
      id: 'begins',
      name: 'begins a call where there are agents and ports in plenty',
      run: lab(({ instance }) => {
        const calls = instance.callsToBegin(PLENTY);
        must(calls >= 1, `callsToBegin(${shown(PLENTY)}) is ${calls}.`);
      }),
    },
    {
      id: 'no-outside',
      name: 'opens nothing when it is asked',
      run: lab(({ instance, open }) => {
        const before = open.count;
        for (const state of states()) instance.callsToBegin(state);
        must(open.count === before, `callsToBegin() opens ${open.toString()}.`);
      }),
    },
  ];
}

/** No more agents are unpromised than are free. */
function states(): PacingState[] {
  return COUNTS.flatMap((freeAgents) =>
    COUNTS.filter((count) => count <= freeAgents).flatMap((unpromisedAgents) =>
      COUNTS.flatMap((inFlightCalls) =>
        COUNTS.map((idlePorts) => ({ freeAgents, unpromisedAgents, inFlightCalls, idlePorts })),
      ),
    ),
  );
}
