import type { DialTarget } from '@marcador/plugin-api';
import { assertDiscreet } from '../common-rules.js';
import { inLab, type Experiment } from '../lab.js';
import { begun, settled, settledPromptly } from '../patience.js';
import { must, shown, type Rule } from '../rule.js';
import { NO_ANSWER } from '../world.js';
import type { TargetLab, TargetWorld } from './target-subject.js';
import { untilTold, watched } from './target-watch-rules.js';

type Question = 'queues' | 'agents';

/** The rules about a contact center that does not work: nobody is called for an agent of whom nothing is known. */
export function targetOutageRules(
  experiment: Experiment<TargetWorld>,
  queueId: string,
  faults: readonly string[],
): Rule[] {
  const errors = faults.filter((fault) => fault !== NO_ANSWER);
  const lab = (act: (lab: TargetLab) => Promise<void>) => () =>
    inLab<DialTarget, TargetWorld>(experiment, act);
  const ask = ({ instance }: TargetLab, question: Question, signal: AbortSignal) =>
    begun<unknown>(() =>
      question === 'queues' ? instance.queues(signal) : instance.agents?.(queueId, signal),
    );
  const rejects = (question: Question): Rule => ({
    id: `${question}-fail`,
    name: `rejects ${question}() while nothing outside works`,
    run: lab(async (opened) => {
      if (opened.instance[question] === undefined) return;
      for (const fault of errors) {
        await opened.world.fail(fault);
        const outcome = await settled(ask(opened, question, new AbortController().signal), opened.patienceMs);
        must(outcome.kind === 'rejected', `${question}() is ${shown(outcome)} (${fault}).`);
        assertDiscreet(experiment, opened, [outcome.reason], []);
        await opened.world.mend();
      }
    }),
  });
  const aborts = (question: Question): Rule => ({
    id: `${question}-abort`,
    name: `gives up ${question}() when that is aborted`,
    run: lab(async (opened) => {
      if (opened.instance[question] === undefined) return;
      await opened.world.fail(NO_ANSWER);
      const abort = new AbortController();
      const answer = ask(opened, question, abort.signal);
      const before = await settledPromptly(answer, 1);
      must(before.kind === 'late', `${question}() settles although nobody has answered: ${shown(before)}.`);
      abort.abort(new Error('Nobody waits any more.'));
      const { kind } = await settledPromptly(answer, opened.patienceMs);
      must(kind === 'rejected', `${question}() does not reject when its signal aborts.`);
    }),
  });
  return [
    ...errors.map((fault) => ({
      id: 'unreachable',
      name: `says that it has lost touch, and comes back by itself: ${fault}`,
      run: lab(async (opened) => {
        const { world } = opened;
        await world.setAgents({ a1: 'free', a2: 'talking' });
        const watch = watched(opened, queueId);
        await untilTold(watch, { a1: 'free', a2: 'talking' }, 'A watch begins with a snapshot.');
        await world.fail(fault);
        await watch.recorder.until(
          (report) => typeof report === 'string',
          'It has to be said that touch is lost.',
        );
        const before = watch.recorder.snapshots.length;
        await world.setAgents({ a1: 'talking', a2: 'free' });
        must(
          watch.recorder.snapshots.length === before,
          'It reports agents although it has no touch with them.',
        );
        await world.mend();
        await untilTold(watch, { a1: 'talking', a2: 'free' }, 'A complete snapshot has to come by itself.');
        const stale = watch.recorder.snapshots.slice(before).find(({ free }) => free.includes('a1'));
        must(stale === undefined, `What was true before the outage is reported after it: ${shown(stale)}.`);
        assertDiscreet(
          experiment,
          opened,
          watch.recorder.reports.filter((report) => typeof report === 'string'),
          [],
        );
      }),
    })),
    rejects('queues'),
    rejects('agents'),
    ...(faults.includes(NO_ANSWER) ? [aborts('queues'), aborts('agents')] : []),
  ];
}
