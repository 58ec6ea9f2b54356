import type { DialTarget } from '@marcador/plugin-api';
import { inLab, type Experiment } from '../lab.js';
import { breathe, comesToHold, inTime } from '../patience.js';
import { must, shown, type Rule } from '../rule.js';
import { QueueRecorder } from './queue-recorder.js';
import { assertSound, tells } from './snapshot.js';
import type { Agents, TargetLab, TargetWorld } from './target-subject.js';

const NOT_FREE = ['talking', 'wrapUp', 'unavailable', 'unknown'] as const;
const WATCHES = 5;

/** A watch of a rule, and its end. */
export interface Watch {
  readonly recorder: QueueRecorder;
  abort(): void;
}

export function watched({ instance, patienceMs }: TargetLab, queueId: string): Watch {
  const recorder = new QueueRecorder(patienceMs);
  const abort = new AbortController();
  instance.watch(queueId, recorder.observer, abort.signal);
  return { recorder, abort: () => abort.abort() };
}

/** Waits until a watch tells of exactly these agents. */
export async function untilTold({ recorder }: Watch, agents: Agents, sentence: string): Promise<void> {
  await recorder.until((report) => tells(report, agents), `${sentence} With ${shown(agents)}:`);
  assertSound(recorder);
}

/** The rules about who is free, over a contact center that works. */
export function targetWatchRules(
  experiment: Experiment<TargetWorld>,
  [queueId, otherQueueId]: readonly [string, string],
): Rule[] {
  const lab = (act: (lab: TargetLab) => Promise<void>) => () =>
    inLab<DialTarget, TargetWorld>(experiment, act);
  const begin = async (opened: TargetLab, agents: Agents) => {
    await opened.world.setAgents(agents);
    const watch = watched(opened, queueId);
    await untilTold(watch, agents, 'A watch begins with a snapshot.');
    return watch;
  };
  const follow = async (opened: TargetLab, watch: Watch, agents: Agents, sentence: string) => {
    await opened.world.setAgents(agents);
    await untilTold(watch, agents, sentence);
  };
  return [
    {
      id: 'reports',
      name: 'begins a watch with who is free and how many are logged on, also when nobody is',
      run: lab(async (opened) => {
        await begin(opened, {});
        await begin(opened, { a1: 'free', a2: 'free', a3: 'talking' });
      }),
    },
    {
      id: 'becomes-free',
      name: 'reports by itself an agent who logs on or becomes free',
      run: lab(async (opened) => {
        const watch = await begin(opened, { a1: 'talking' });
        await follow(opened, watch, { a1: 'free' }, 'Who becomes free has to be reported.');
        await follow(opened, watch, { a1: 'free', a2: 'free' }, 'Who logs on has to be reported.');
      }),
    },
    ...NOT_FREE.map((state) => ({
      id: 'not-free',
      name: `never reports as free who is ${state === 'unknown' ? 'in a state it does not know' : state}`,
      run: lab(async (opened) => {
        const watch = await begin(opened, { a1: 'free', a2: 'free' });
        await follow(
          opened,
          watch,
          { a1: state, a2: 'free' },
          'Who is not free any more has to be reported.',
        );
      }),
    })),
    {
      id: 'logs-off',
      name: 'forgets who logs off',
      run: lab(async (opened) => {
        const watch = await begin(opened, { a1: 'free', a2: 'free' });
        await follow(opened, watch, { a2: 'free' }, 'Who logs off has to be reported.');
      }),
    },
    {
      id: 'several',
      name: 'watches several queues at once, in which the same agent has the same id',
      run: lab(async (opened) => {
        const one = await begin(opened, { a1: 'free' });
        const other = watched(opened, otherQueueId);
        await untilTold(other, { a1: 'free' }, 'A second watch begins with a snapshot too.');
        const agents: Agents = { a1: 'talking', a2: 'free' };
        await opened.world.setAgents(agents);
        for (const watch of [one, other]) await untilTold(watch, agents, 'All watches have to be told.');
        one.abort();
        await follow(opened, other, { a2: 'free' }, 'A watch goes on when another one ends.');
      }),
    },
    {
      id: 'ends',
      name: 'reports nothing any more once a watch has been given up',
      run: lab(async (opened) => {
        const watch = await begin(opened, { a1: 'free' });
        watch.abort();
        const before = watch.recorder.reports.length;
        await begin(opened, { a1: 'talking' });
        await breathe();
        must(
          watch.recorder.reports.length === before,
          `It goes on to report: ${shown(watch.recorder.last)}.`,
        );
      }),
    },
    {
      id: 'frees-watches',
      name: 'keeps nothing of watches that have been given up',
      run: lab(async (opened) => {
        for (let warmUp = 0; warmUp < 2; warmUp++) (await begin(opened, { a1: 'free' })).abort();
        await breathe();
        const before = opened.open.count;
        for (let watch = 0; watch < WATCHES; watch++) (await begin(opened, { a1: 'free' })).abort();
        const isFreed = await comesToHold(() => opened.open.count < before + WATCHES, opened.patienceMs);
        must(
          isFreed,
          `After ${WATCHES} watches this is open, ${before} of it from before: ${opened.open.toString()}.`,
        );
      }),
    },
    {
      id: 'agents',
      name: 'tells the same of its agents, if it tells of them, as in its snapshots',
      run: lab(async ({ instance, world, patienceMs }) => {
        const agents: Agents = { a1: 'free', a2: 'talking', a3: 'unknown' };
        await world.setAgents(agents);
        const asked = instance.agents?.(queueId, new AbortController().signal);
        if (asked === undefined) return;
        const told = await inTime(asked, patienceMs, 'agents() does not settle.');
        const states = told.map(({ id, state }) => `${id}${state === 'free' ? ' free' : ''}`).sort();
        must(
          shown(states) === shown(['a1 free', 'a2', 'a3']),
          `With ${shown(agents)} agents() tells ${shown(told)}.`,
        );
      }),
    },
  ];
}
