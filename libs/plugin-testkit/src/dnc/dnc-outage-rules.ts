import type { DncAnswer, DncProvider } from '@marcador/plugin-api';
import { assertDiscreet } from '../common-rules.js';
import { inLab, type Experiment } from '../lab.js';
import { begun, settled, settledPromptly, type Settled } from '../patience.js';
import { must, shown, type Rule } from '../rule.js';
import { NO_ANSWER, type World } from '../world.js';
import { checked } from './dnc-answer-rules.js';
import { CLEAR, LISTED, never, type DncLab } from './dnc-subject.js';

/** The smallest batch that any provider takes. */
const REQUESTS = [CLEAR[0], LISTED[0]].map((number = '') => ({ number }));

/** The rules about a service that does not work: whatever happens, no number is clear that nobody has looked up. */
export function dncOutageRules(experiment: Experiment<World>, faults: readonly string[]): Rule[] {
  const errors = faults.filter((fault) => fault !== NO_ANSWER);
  const lab = (act: (lab: DncLab) => Promise<void>, fault?: string) => () =>
    inLab<DncProvider, World>(experiment, async (opened) => {
      if (fault !== undefined) await opened.world.fail(fault);
      await act(opened);
    });
  return [
    ...errors.map((fault) => ({
      id: 'fails-closed',
      name: `rejects rather than guesses: ${fault}`,
      run: lab(async (opened) => {
        for (const { number } of REQUESTS) assertRejected(await asked(opened, number), 'check()');
      }, fault),
    })),
    {
      id: 'batch-fails-closed',
      name: 'guesses nothing of a batch either, if it takes batches',
      run: lab(async ({ instance, world, patienceMs }) => {
        for (const fault of errors) {
          await world.fail(fault);
          const answers = begun(() => instance.checkMany?.(REQUESTS, { signal: never() }));
          assertNoneClear(await settled(answers, patienceMs));
        }
      }),
    },
    {
      id: 'recovers',
      name: 'answers again, with no help, once its service is back',
      run: lab(async (opened) => {
        for (const fault of errors) {
          await opened.world.fail(fault);
          await asked(opened, CLEAR[0] ?? '');
          await opened.world.mend();
          const { listed } = await checked(opened, CLEAR[1] ?? '');
          must(!listed, `After "${fault}" a number that is not on the list is listed.`);
        }
      }),
    },
    {
      id: 'discreet',
      name: 'tells no secret and no phone number in an error, nor in the log above debug',
      run: lab(async (opened) => {
        for (const fault of errors) {
          await opened.world.fail(fault);
          const outcome = await asked(opened, CLEAR[0] ?? '');
          assertDiscreet(experiment, opened, outcome.kind === 'rejected' ? [outcome.reason] : [], CLEAR);
          await opened.world.mend();
        }
      }),
    },
    ...(faults.includes(NO_ANSWER) ? abortRules(lab) : []),
  ];
}

type InLab = (act: (lab: DncLab) => Promise<void>, fault?: string) => () => Promise<void>;

function abortRules(lab: InLab): Rule[] {
  return [
    {
      id: 'aborts',
      name: 'gives up, and clears nothing, when the host aborts',
      run: lab(async ({ instance, patienceMs }) => {
        const abort = new AbortController();
        const answer = begun(() => instance.check(CLEAR[0] ?? '', { signal: abort.signal }));
        const before = await settledPromptly(answer, 1);
        must(before.kind === 'late', `check() settles although nobody has answered: ${shown(before)}.`);
        abort.abort(new Error('The host gave up.'));
        assertGaveUp(await settledPromptly(answer, patienceMs), 'check()');
      }, NO_ANSWER),
    },
    {
      id: 'aborted-before',
      name: 'gives up at once when the host has aborted before it asks',
      run: lab(async ({ instance, patienceMs }) => {
        const signal = AbortSignal.abort(new Error('The host gave up.'));
        const answer = begun(() => instance.check(CLEAR[0] ?? '', { signal }));
        assertGaveUp(await settledPromptly(answer, patienceMs), 'check()');
      }, NO_ANSWER),
    },
    {
      id: 'batch-aborts',
      name: 'gives up a batch, if it takes batches, when the host aborts',
      run: lab(async ({ instance, patienceMs }) => {
        const abort = new AbortController();
        const answers = begun(() => instance.checkMany?.(REQUESTS, { signal: abort.signal }));
        abort.abort(new Error('The host gave up.'));
        const outcome = await settledPromptly(answers, patienceMs);
        must(outcome.kind !== 'late', 'checkMany() goes on after its signal has aborted.');
        assertNoneClear(outcome);
      }, NO_ANSWER),
    },
  ];
}

function asked({ instance, patienceMs }: DncLab, number: string): Promise<Settled<DncAnswer>> {
  return settled(
    begun(() => instance.check(number, { signal: never() })),
    patienceMs,
  );
}

function assertGaveUp(outcome: Settled<DncAnswer>, what: string): void {
  must(outcome.kind !== 'late', `${what} goes on after its signal has aborted.`);
  assertRejected(outcome, what);
}

function assertRejected(outcome: Settled<DncAnswer>, what: string): void {
  must(outcome.kind !== 'late', `${what} does not settle.`);
  must(
    outcome.kind === 'rejected',
    `${what} answers ${shown(outcome.kind === 'resolved' ? outcome.value : '')} although it cannot know.`,
  );
}

function assertNoneClear(outcome: Settled<readonly DncAnswer[] | undefined>): void {
  must(outcome.kind !== 'late', 'checkMany() does not settle.');
  if (outcome.kind === 'rejected') return;
  const answers: readonly unknown[] = Array.isArray(outcome.value) ? outcome.value : [];
  const guessed = answers.find((each) => typeof (each as DncAnswer | undefined)?.listed === 'boolean');
  must(guessed === undefined, `checkMany() answers ${shown(guessed)} although it cannot know.`);
}
