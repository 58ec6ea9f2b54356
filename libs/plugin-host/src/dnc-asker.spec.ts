import type { DncAnswer, DncProvider, DncRequest } from '@marcador/plugin-api';
import { dncAsker, type RunCall } from './dnc-asker.js';

const run: RunCall = (work) => work(new AbortController().signal);

/** A registry that takes batches; a test answers them. */
function registry(more: Partial<DncProvider> = {}) {
  const alone: string[] = [];
  const batches: { requests: readonly DncRequest[]; answer: (answers: unknown) => void }[] = [];
  let release: () => void = () => {};
  const ask = dncAsker(
    {
      check: async (number) => {
        alone.push(number);
        await new Promise<void>((resolve) => (release = resolve));
        return { listed: false };
      },
      checkMany: (requests) =>
        new Promise<readonly DncAnswer[]>((resolve) =>
          batches.push({ requests, answer: resolve as (answers: unknown) => void }),
        ),
      ...more,
    },
    run,
  );
  return { alone, batches, ask, release: () => release() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('asking a do-not-call service that takes batches', () => {
  it('asks about a lone number at once, and about those that come meanwhile together', async () => {
    const { alone, batches, ask, release } = registry();
    const first = ask({ number: '1' });
    const others = ['2', '3'].map((number) => ask({ number, company: 'Acme' }));
    expect(alone).toEqual(['1']);
    release();
    await expect(first).resolves.toBe(false);
    await turn();
    expect(batches.map(({ requests }) => requests)).toEqual([
      [
        { number: '2', company: 'Acme' },
        { number: '3', company: 'Acme' },
      ],
    ]);
    batches[0]?.answer([{ listed: true }, { listed: false }]);
    await expect(Promise.all(others)).resolves.toEqual([true, false]);
  });

  it('sends no more at once than the service takes', async () => {
    const { batches, ask, release } = registry({ largestBatch: 2 });
    const answers = ['1', '2', '3', '4', '5'].map((number) => ask({ number }));
    release();
    await turn();
    expect(batches.map(({ requests }) => requests.length)).toEqual([2]);
    batches[0]?.answer([{ listed: false }, { listed: false }]);
    await turn();
    expect(batches.map(({ requests }) => requests.length)).toEqual([2, 2]);
    batches[1]?.answer([{ listed: false }, { listed: false }]);
    await expect(Promise.all(answers)).resolves.toHaveLength(5);
  });

  it.each([
    ['fewer answers than requests', [{ listed: false }]],
    ['more answers than requests', [{ listed: false }, { listed: false }, { listed: false }]],
    ['something other than a list', { listed: false }],
    ['nothing', undefined],
  ])('knows nothing of any number when the service gives %s', async (_what, given) => {
    const { batches, ask, release } = registry();
    void ask({ number: '1' });
    const others = ['2', '3'].map((number) => ask({ number }));
    release();
    await turn();
    batches[0]?.answer(given);
    for (const { status } of await Promise.allSettled(others)) expect(status).toBe('rejected');
  });

  it('knows nothing of the one number whose answer is none', async () => {
    const { batches, ask, release } = registry();
    void ask({ number: '1' });
    const others = ['2', '3', '4'].map((number) => ask({ number }));
    release();
    await turn();
    batches[0]?.answer([{ listed: false }, { listed: 'no' }, { listed: true }]);
    expect((await Promise.allSettled(others)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('asks one by one, all at the same time, where there are no batches', () => {
    const { alone, ask } = registry({ checkMany: undefined as never });
    for (const number of ['1', '2', '3']) void ask({ number });
    expect(alone).toEqual(['1', '2', '3']);
  });
});
