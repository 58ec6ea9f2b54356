import { Batcher } from './batcher.js';

/** Batches that end when the test says so; the result of an item is its capital. */
function controlledBatches() {
  const batches: { items: readonly string[]; succeed: () => void; fail: (error: Error) => void }[] = [];
  const run = (items: readonly string[]) =>
    new Promise<string[]>((resolve, fail) =>
      batches.push({ items, succeed: () => resolve(items.map((item) => item.toUpperCase())), fail }),
    );
  return { batches, run };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the batcher', () => {
  it('runs a lone item at once, and together what comes meanwhile, each with its own result', async () => {
    const { batches, run } = controlledBatches();
    const batcher = new Batcher(run, { largest: 2 });
    const all = Promise.all(['a', 'b', 'c', 'd'].map((item) => batcher.add(item)));
    for (let index = 0; index < 3; index++) {
      batches[index]?.succeed();
      await settled();
    }
    expect(await all).toEqual(['A', 'B', 'C', 'D']);
    expect(batches.map(({ items }) => items)).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('resolves none before it is done', async () => {
    const { batches, run } = controlledBatches();
    const batcher = new Batcher(run, { largest: 2 });
    let done = false;
    const added = batcher.add('a').then(() => (done = true));
    await settled();
    expect(done).toBe(false);
    batches[0]?.succeed();
    await added;
  });

  it('goes on after a batch that failed', async () => {
    const { batches, run } = controlledBatches();
    const batcher = new Batcher(run, { largest: 2 });
    const first = expect(batcher.add('a')).rejects.toThrow('away');
    const second = batcher.add('b');
    batches[0]?.fail(new Error('away'));
    await first;
    await settled();
    batches[1]?.succeed();
    await second;
  });

  it('lets one bad item fail alone', async () => {
    const run = (items: readonly string[]) =>
      items.includes('bad') ? Promise.reject(new Error('does not fit')) : Promise.resolve(items);
    const batcher = new Batcher(run, { largest: 10, isItemsFault: () => true });
    const outcomes = await Promise.allSettled(
      ['first', 'good', 'bad', 'fine'].map((item) => batcher.add(item)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
