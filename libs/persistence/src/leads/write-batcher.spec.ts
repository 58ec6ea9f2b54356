import { WriteBatcher } from './write-batcher.js';

/** Writes that end when the test says so. */
function controlledWrites() {
  const batches: { items: readonly string[]; succeed: () => void; fail: (error: Error) => void }[] = [];
  const write = (items: readonly string[]) =>
    new Promise<void>((succeed, fail) => batches.push({ items, succeed, fail }));
  return { batches, write };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the write batcher', () => {
  it('writes a lone item at once, and together what comes meanwhile', async () => {
    const { batches, write } = controlledWrites();
    const batcher = new WriteBatcher(write, () => false, 2);
    const all = Promise.all(['a', 'b', 'c', 'd'].map((item) => batcher.add(item)));
    for (let index = 0; index < 3; index++) {
      batches[index]?.succeed();
      await settled();
    }
    await all;
    expect(batches.map(({ items }) => items)).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('resolves none before it is written', async () => {
    const { batches, write } = controlledWrites();
    const batcher = new WriteBatcher(write, () => false, 2);
    let done = false;
    const added = batcher.add('a').then(() => (done = true));
    await settled();
    expect(done).toBe(false);
    batches[0]?.succeed();
    await added;
  });

  it('goes on after a write that failed', async () => {
    const { batches, write } = controlledWrites();
    const batcher = new WriteBatcher(write, () => false, 2);
    const first = expect(batcher.add('a')).rejects.toThrow('away');
    const second = batcher.add('b');
    batches[0]?.fail(new Error('away'));
    await first;
    await settled();
    batches[1]?.succeed();
    await second;
  });

  it('lets one bad item fail alone', async () => {
    const write = (items: readonly string[]) =>
      items.includes('bad') ? Promise.reject(new Error('does not fit')) : Promise.resolve();
    const batcher = new WriteBatcher(write, () => true, 10);
    const outcomes = await Promise.allSettled(
      ['first', 'good', 'bad', 'fine'].map((item) => batcher.add(item)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
