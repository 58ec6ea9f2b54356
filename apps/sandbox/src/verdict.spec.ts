import type { Api } from './api.js';
import type { SampleCampaign } from './set-up.js';
import { countCalls, leftUndone, unreported } from './verdict.js';

describe('the verdict', () => {
  it('reads all pages of the call records, and counts those with a call', async () => {
    const phones = ['1', '2', '1', '1'];
    const asked: string[] = [];
    const api: Pick<Api, 'get'> = {
      get: <T>(path: string) => {
        asked.push(path);
        const before = Number(new URLSearchParams(path.split('?')[1]).get('before') ?? phones.length);
        const items = [{ phone: phones[before - 1], port: before === 1 ? null : '4100' }];
        return Promise.resolve({ items, next: before === 1 ? null : String(before - 1) } as T);
      },
    };
    expect(await countCalls(api, [{ id: 'a' }])).toEqual(
      new Map([
        ['1', 2],
        ['2', 1],
      ]),
    );
    expect(asked).toHaveLength(4);
  });

  it('counts the unfinished leads of the campaigns that are open by now (4)', () => {
    const progress = [
      { campaignId: 'a', unfinished: 2 },
      { campaignId: 'b', unfinished: 6 },
    ];
    const campaign = (id: string, from: number) => ({ id, open: { from, until: Infinity } });
    expect(leftUndone([campaign('a', 0), campaign('b', Date.now() + 3_600_000)], progress)).toBe(2);
    expect(leftUndone([campaign('a', 0), campaign('b', 0)], progress)).toBe(8);
  });

  it('is not content with a campaign that reported nothing (4)', () => {
    const campaigns = ['a', 'b'].map((id) => ({ id, sample: { name: id } })) as SampleCampaign[];
    expect(unreported(campaigns, [{ campaignId: 'a' }])).toEqual([
      { invariant: 4, message: '"b" did not report its progress' },
    ]);
  });
});
