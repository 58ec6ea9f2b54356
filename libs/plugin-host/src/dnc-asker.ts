import { message, MessageError } from '@marcador/messages/message.js';
import { Batcher } from '@marcador/platform/batcher.js';
import type { DncProvider, DncRequest } from '@marcador/plugin-api';

const DEFAULT_BATCH = 100;
const LARGEST_BATCH = 10_000;

/** Runs a call of the provider, with its deadline; rejects with why there is no answer. */
export type RunCall = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Whether a number is on the list; `undefined`: the provider's answer about it was none. */
type Listed = boolean | undefined;

/**
 * Asks a provider about numbers. With a `checkMany` those that come while it is at work go together in the next batch.
 * The answer rejects for whatever is not a clear one.
 */
export function dncAsker(provider: DncProvider, run: RunCall): (request: DncRequest) => Promise<boolean> {
  const one = ({ number, ...occasion }: DncRequest) =>
    run(async (signal) => clear(listedOf(await provider.check(number, { ...occasion, signal }))));
  if (typeof provider.checkMany !== 'function') return one;

  const several = (requests: readonly DncRequest[]) =>
    run(async (signal) => listedOfEach(await provider.checkMany?.(requests, { signal }), requests.length));
  const batcher = new Batcher<DncRequest, Listed>(
    async (requests) => {
      const [first, ...others] = requests;
      return first !== undefined && others.length === 0 ? [await one(first)] : several(requests);
    },
    { largest: usableBatch(provider.largestBatch) },
  );
  return async (request) => clear(await batcher.add(request));
}

function listedOfEach(answers: unknown, asked: number): readonly Listed[] {
  if (!Array.isArray(answers) || answers.length !== asked) throw noAnswer();
  const listed = answers.map(listedOf);
  if (listed.every((each) => each === undefined)) throw noAnswer();
  return listed;
}

function listedOf(answer: unknown): Listed {
  const listed = (answer as { listed?: unknown } | null | undefined)?.listed;
  return typeof listed === 'boolean' ? listed : undefined;
}

function clear(listed: Listed): boolean {
  if (listed === undefined) throw noAnswer();
  return listed;
}

function noAnswer(): Error {
  return new MessageError(message('not-dnc-answer'));
}

function usableBatch(largest: unknown): number {
  return Number.isSafeInteger(largest) && (largest as number) >= 2
    ? Math.min(largest as number, LARGEST_BATCH)
    : DEFAULT_BATCH;
}
