import { campaignData, openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { CampaignRepository } from '../campaigns/campaign.repository.js';
import {
  NameTakenError,
  NotAllowedNowError,
  NotFoundError,
  StaleVersionError,
} from '../repository.errors.js';
import { UploadPlaces } from '../upload-places.js';
import { InstanceNumbers } from './instance-numbers.js';
import { PluginInstanceRepository } from './plugin-instance.repository.js';

describe('a configured instance', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let instances: PluginInstanceRepository;

  beforeAll(async () => {
    database = await openTestDatabase();
    instances = new PluginInstanceRepository(database.dataSource);
  });

  afterAll(() => database.close());

  const make = (name: string, builtIn = false) =>
    instances.create({ kind: 'dnc-provider', type: 'http', name, config: { url: 'https://a' }, builtIn });

  it('is found by kind and by id, and has a name of its own within the kind', async () => {
    const made = await make('Registry');
    expect(await instances.get(made.id)).toEqual(made);
    expect((await instances.ofKind('dnc-provider')).map(({ name }) => name)).toContain('Registry');
    expect(await instances.ofKind('dial-target')).toEqual([]);
    await expect(make('Registry')).rejects.toThrow(NameTakenError);
    await instances.create({
      kind: 'dial-target',
      type: 'oscc',
      name: 'Registry',
      config: {},
      builtIn: false,
    });
    expect(await instances.all()).toHaveLength(2);
  });

  it('is changed by one editor at a time', async () => {
    const made = await make('Changed');
    await instances.update(made.id, made.version, { config: { url: 'https://b', headers: { key: '1' } } });
    expect((await instances.get(made.id)).config).toEqual({ url: 'https://b', headers: { key: '1' } });
    await expect(instances.update(made.id, made.version, { name: 'Other' })).rejects.toThrow(
      StaleVersionError,
    );
  });

  it('is neither changed nor removed when it is built in', async () => {
    const made = await make('Embedded Service', true);
    await expect(instances.update(made.id, made.version, { name: 'Other' })).rejects.toThrow(
      NotAllowedNowError,
    );
    await expect(instances.remove(made.id)).rejects.toThrow(NotAllowedNowError);
  });

  it('is not removed while a campaign uses it, and takes its numbers with it', async () => {
    const made = await make('Used');
    const campaigns = new CampaignRepository(database.dataSource);
    const campaign = await campaigns.create(
      await campaignData(database.dataSource, { dncInstanceIds: [(await make('Other')).id, made.id] }),
      [],
    );
    const numbers = new InstanceNumbers(database.dataSource, new UploadPlaces()).of(made.id);
    await numbers.add(['100']);
    await expect(instances.remove(made.id)).rejects.toThrow(`The campaign "${campaign.name}" uses "Used"`);
    await campaigns.remove(campaign.id, new Date());
    await instances.remove(made.id);
    await expect(instances.get(made.id)).rejects.toThrow(NotFoundError);
    expect(await numbers.count()).toBe(0);
  });

  it('is not removed at the moment at which a campaign begins to use it', async () => {
    const campaigns = new CampaignRepository(database.dataSource);
    for (let round = 0; round < 10; round++) {
      const { id } = await make(`Raced for ${round}`);
      const data = await campaignData(database.dataSource, { dncInstanceIds: [id] });
      const [begun, removed] = await Promise.allSettled([campaigns.create(data, []), instances.remove(id)]);
      expect([begun.status, removed.status].sort()).toEqual(['fulfilled', 'rejected']);
    }
  });
});
