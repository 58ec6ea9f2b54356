import type { Api } from './api.js';
import type { SampleCampaign } from './set-up.js';
import { watchUntilFinished } from './watch.js';

const CAMPAIGNS = [{ id: 'a', sample: { name: 'A' } }] as SampleCampaign[];
const VIEW = { show: () => undefined, done: () => undefined };

/** Serves these streams of unfinished leads, one after another, and is then gone. */
function serving(...streams: number[][]): Pick<Api, 'events'> {
  return {
    async *events<T>() {
      await Promise.resolve();
      const stream = streams.shift();
      if (stream === undefined) throw new Error('GET: 404');
      for (const unfinished of stream) yield { campaignId: 'a', unfinished } as T;
    },
  };
}

describe('watching', () => {
  it('goes on where a stream ends before the last lead is finished', async () => {
    const progress = await watchUntilFinished(serving([2], [], [1, 0]), CAMPAIGNS, VIEW);
    expect(progress).toMatchObject([{ campaignId: 'a', unfinished: 0 }]);
  });

  it('does not wait for a campaign that opens tomorrow, and tells how it is in the end', async () => {
    const closed = [{ id: 'a', sample: { name: 'A', opens: 'tomorrow' } }] as SampleCampaign[];
    const progress = await watchUntilFinished(serving([7, 7], [], [6]), closed, VIEW);
    expect(progress).toMatchObject([{ campaignId: 'a', unfinished: 6 }]);
  });

  it('fails when the service no longer tells the progress', async () => {
    await expect(watchUntilFinished(serving([2]), CAMPAIGNS, VIEW)).rejects.toThrow('404');
  });
});
