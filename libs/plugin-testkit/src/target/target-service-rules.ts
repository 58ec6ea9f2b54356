import type { DialQueue, DialTarget } from '@marcador/plugin-api';
import { inLab, type Experiment } from '../lab.js';
import { breathe, inTime } from '../patience.js';
import { must, shown, type Rule } from '../rule.js';
import type { World } from '../world.js';
import { QueueRecorder } from './queue-recorder.js';
import { assertSound } from './snapshot.js';
import type { TargetLab } from './target-subject.js';

/** The rules that need no more than a contact center that answers, whoever is logged on. */
export function targetServiceRules<W extends World>(
  experiment: Experiment<W>,
  queueIds: readonly string[] = [],
): Rule[] {
  const lab = (act: (lab: TargetLab<W>) => Promise<void>) => () => inLab<DialTarget, W>(experiment, act);
  return [
    {
      id: 'queues',
      name: 'offers its queues with ids and names',
      run: lab(async ({ instance, patienceMs }) => {
        const answer: unknown = await inTime(
          instance.queues(new AbortController().signal),
          patienceMs,
          'queues() does not settle.',
        );
        must(Array.isArray(answer), `queues() answers ${shown(answer)}.`);
        const queues = answer as readonly DialQueue[];
        for (const queue of queues)
          must(isText(queue.id) && isText(queue.name), `A queue needs an id and a name: ${shown(queue)}.`);
        const ids = queues.map(({ id }) => id);
        must(new Set(ids).size === ids.length, `Two queues have the same id: ${shown(ids)}.`);
        for (const id of queueIds) must(ids.includes(id), `queues() does not offer "${id}".`);
      }),
    },
    {
      id: 'unknown-queue',
      name: 'says of a queue that does not exist that it cannot be watched, and does not throw',
      run: lab(async ({ instance, patienceMs }) => {
        const recorder = new QueueRecorder(patienceMs);
        const abort = new AbortController();
        instance.watch('no-such-queue', recorder.observer, abort.signal);
        await recorder.until(
          (report) => typeof report === 'string',
          'A queue that does not exist has to be unreachable.',
        );
        abort.abort();
        assertSound(recorder);
      }),
    },
    {
      id: 'aborted-before',
      name: 'reports nothing to a watch that was given up before it began',
      run: lab(async ({ instance, patienceMs }) => {
        const [queue] = await instance.queues(new AbortController().signal);
        if (queue === undefined) return;
        const [recorder, other] = [new QueueRecorder(patienceMs), new QueueRecorder(patienceMs)];
        const abort = new AbortController();
        instance.watch(queue.id, recorder.observer, AbortSignal.abort());
        instance.watch(queue.id, other.observer, abort.signal);
        await other.until(() => true, 'A watch has to report.');
        abort.abort();
        await breathe();
        must(recorder.reports.length === 0, `It reports ${shown(recorder.last)}.`);
      }),
    },
  ];
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
