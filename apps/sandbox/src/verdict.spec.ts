import type { Api } from './api.js';
import type { SampleCampaign } from './set-up.js';
import { countCalls, unreported } from './verdict.js';

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

  it('is not content with a campaign that reported nothing (4)', () => {
    const campaigns = ['a', 'b'].map((id) => ({ id, sample: { name: id } })) as SampleCampaign[];
    expect(unreported(campaigns, [{ campaignId: 'a' }])).toEqual([
      { invariant: 4, message: '"b" did not report its progress' },
    ]);
  });
});
