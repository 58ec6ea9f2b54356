import { campaignData, openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { GroupRepository } from '../users/group.repository.js';
import { CAMPAIGN_SORTS, CampaignList } from './campaign-list.js';
import { CampaignRepository } from './campaign.repository.js';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let list: CampaignList;
let group: string;
const request = { sort: 'name', order: 'asc', page: 1, pageSize: 10 } as const;

beforeAll(async () => {
  database = await openTestDatabase();
  const campaigns = new CampaignRepository(database.dataSource);
  const groups = new GroupRepository(database.dataSource);
  list = new CampaignList(database.dataSource);
  const make = async (name: string, changes: object = {}) =>
    campaigns.create(await campaignData(database.dataSource, { name, ...changes }), []);
  group = (await groups.create({ name: 'A group', description: '' })).id;
  await make('Zebra', { description: 'Não pagos', queueName: 'A queue', startDate: '2026-11-22' });
  await make('Época', { groupId: group, queueName: 'B queue', startDate: '2026-11-24' });
  await make('ant', { queueName: 'C queue', startDate: '2026-11-21' });
});

afterAll(() => database.close());

const names = async (changes: object, groupIds?: string[]) => {
  const { items, total } = await list.part(groupIds, { ...request, ...changes });
  return [...items.map(({ name }) => name), total];
};

describe('a list of campaigns', () => {
  it('is searched whatever the case and the accents, and sorted as people do', async () => {
    expect(await names({})).toEqual(['ant', 'Época', 'Zebra', 3]);
    expect(await names({ search: 'NAO' })).toEqual(['Zebra', 1]);
    expect(await names({ page: 2, pageSize: 2, order: 'desc' })).toEqual(['ant', 3]);
  });

  it('can be sorted by each of its fields', async () => {
    expect(await names({ sort: 'queue' })).toEqual(['Zebra', 'Época', 'ant', 3]);
    expect(await names({ sort: 'startDate' })).toEqual(['ant', 'Zebra', 'Época', 3]);
    expect((await names({ sort: 'group' }))[0]).toBe('Época');
    for (const sort of CAMPAIGN_SORTS) {
      const { items } = await list.part(undefined, { ...request, sort });
      const complete = {
        name: 'Zebra',
        state: 'STOPPED',
        startDate: '2026-11-22',
        createdAt: expect.any(Date) as Date,
      };
      expect([sort, items.length, items]).toMatchObject([
        sort,
        3,
        expect.arrayContaining([expect.objectContaining(complete)]),
      ]);
    }
  });

  it('has those of the given groups only', async () => {
    expect(await names({}, [group])).toEqual(['Época', 1]);
    expect(await names({}, [])).toEqual([0]);
  });
});
