import type { DncAnswer, DncProvider } from '@marcador/plugin-api';
import { inLab, type Experiment } from '../lab.js';
import { inTime } from '../patience.js';
import { must, shown, type Rule } from '../rule.js';
import type { World } from '../world.js';
import { never, type DncLab } from './dnc-subject.js';

/** As many as the host asks about at a time. */
const AT_ONCE = 32;
/** What the host takes where a provider does not say, and the most it takes whatever that says. */
const DEFAULT_BATCH = 100;
const LARGEST_TRIED = 500;

/** Numbers of which it is known what the provider has to say. */
export interface KnownNumbers {
  readonly listed: readonly string[];
  readonly clear: readonly string[];
}

/** The rules about a service that works. */
export function dncAnswerRules(experiment: Experiment<World>, { listed, clear }: KnownNumbers): Rule[] {
  const known = new Map([
    ...listed.map((each) => [each, true] as const),
    ...clear.map((each) => [each, false] as const),
  ]);
  const lab = (act: (lab: DncLab) => Promise<void>) => () => inLab<DncProvider, World>(experiment, act);
  const says = (isListed: boolean, numbers: readonly string[]) =>
    lab(async (opened) => {
      for (const number of numbers) assertSays(isListed, await checked(opened, number));
    });
  const rules: Rule[] = [];
  if (listed.length > 0)
    rules.push({ id: 'listed', name: 'says that a number on the list is listed', run: says(true, listed) });
  if (clear.length > 0)
    rules.push({
      id: 'clear',
      name: 'says that a number that is not on the list is not',
      run: says(false, clear),
    });
  if (known.size === 0) return rules;
  return [
    ...rules,
    {
      id: 'at-once',
      name: `keeps ${AT_ONCE} numbers apart that are asked about at once`,
      run: lab(async (opened) => {
        const numbers = cycled([...known.keys()], AT_ONCE);
        const answers = await Promise.all(numbers.map((number) => checked(opened, number)));
        numbers.forEach((number, index) => assertSays(known.get(number) === true, answers[index]));
      }),
    },
    {
      id: 'batch-size',
      name: 'takes batches of 2 numbers or more, if it takes batches',
      run: lab(({ instance }) => {
        const { largestBatch } = instance;
        if (instance.checkMany === undefined || largestBatch === undefined) return Promise.resolve();
        must(
          Number.isSafeInteger(largestBatch) && largestBatch >= 2,
          `largestBatch has to be a whole number, 2 or more, not ${shown(largestBatch)}.`,
        );
        return Promise.resolve();
      }),
    },
    {
      id: 'batch-agrees',
      name: 'answers a batch, if it takes batches, number by number as it answers each alone',
      run: lab(async (opened) => {
        const { instance, patienceMs } = opened;
        if (instance.checkMany === undefined) return;
        for (const size of [2, batchOf(instance)]) {
          const numbers = cycled([...known.keys()].reverse(), size);
          const requests = numbers.map((number) => ({ number }));
          const answers: unknown = await inTime(
            instance.checkMany(requests, { signal: never() }),
            patienceMs,
            `checkMany() of ${size} numbers does not settle.`,
          );
          must(
            Array.isArray(answers) && answers.length === size,
            `checkMany() of ${size} numbers answers ${shown(answers)}.`,
          );
          numbers.forEach((number, index) =>
            assertSays(known.get(number) === true, (answers as readonly DncAnswer[])[index]),
          );
        }
      }),
    },
  ];
}

/** Asks about one number. */
export function checked({ instance, patienceMs }: DncLab, number: string): Promise<DncAnswer> {
  return inTime(instance.check(number, { signal: never() }), patienceMs, 'check() does not settle.');
}

/** The largest batch that the host would ask for, as far as a test goes. */
function batchOf({ largestBatch = DEFAULT_BATCH }: DncProvider): number {
  return Math.max(2, Math.min(largestBatch, LARGEST_TRIED));
}

function assertSays(isListed: boolean, answer: DncAnswer | undefined): void {
  must(
    answer?.listed === isListed,
    `A number that is ${isListed ? '' : 'not '}on the list is answered with ${shown(answer)}.`,
  );
}

function cycled(numbers: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, index) => numbers[index % numbers.length] ?? '');
}
